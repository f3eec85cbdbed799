<?php /** @var array<string, array{string, string}> $acronyms */ ?>
<h1>Acronyms</h1>
<p class="lead">What the letters stand for, and what they mean here.</p>
<dl class="acronyms">
<?php foreach ($acronyms as $acronym => [$words, $meaning]): ?>
  <div class="card" id="<?= $e(strtolower($acronym)) ?>">
    <dt><?= $e($acronym) ?></dt>
    <dd><strong><?= $e($words) ?></strong></dd>
    <dd><?= $e(ucfirst($meaning)) ?></dd>
  </div>
<?php endforeach ?>
</dl>
