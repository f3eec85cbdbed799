<?php /** @var string $title @var string $text */ ?>
<section class="card notice">
  <h1><?= $e($title) ?></h1>
  <p><?= $e($text) ?></p>
  <p><a class="button" href="/">Back to the start</a></p>
</section>
