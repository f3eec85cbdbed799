<?php
/**
 * @var list<array{id: string, author: string, message: string, web_node: string, time: string}>|null $entries
 * @var string $id @var string $token @var string $posted
 */
?>
<h1>Guestbook</h1>
<p class="lead">Each form carries an id of its own, as its idempotency key. If a server dies while you send it, the
  balancer sends it again to another one: the id makes sure that your entry is written once.</p>

<div class="split">
<form class="card" method="post" action="/guestbook">
  <h2>Leave a note</h2>
  <input type="hidden" name="id" value="<?= $e($id) ?>">
  <input type="hidden" name="idempotency_key" value="<?= $e($id) ?>">
  <input type="hidden" name="token" value="<?= $e($token) ?>">
  <label>Your name <input name="author" required maxlength="60" autocomplete="name"></label>
  <label>Message <textarea name="message" required maxlength="1000" rows="4"></textarea></label>
  <button class="button">Sign the guestbook</button>
</form>

<section aria-labelledby="entries">
  <h2 id="entries">Entries</h2>
<?php if ($entries === null): ?>
  <p class="alert" role="status"><strong>The entries can't be read just now.</strong> No database server answers; they
    are kept, and will be here again.</p>
<?php elseif ($entries === []): ?>
  <p class="card">Nobody has signed yet. Be the first.</p>
<?php else: ?>
  <ol class="entries">
<?php foreach ($entries as $entry): ?>
    <li class="card<?= $entry['id'] === $posted ? ' fresh' : '' ?>">
      <p class="text"><?= nl2br($e($entry['message'])) ?></p>
      <p class="by"><strong><?= $e($entry['author']) ?></strong>
        <time datetime="<?= $e(gmdate('c', (int) $entry['time'])) ?>"><?= $e(gmdate('j M Y, H:i', (int) $entry['time'])) ?> UTC</time>
        through <span class="mono"><?= $e($entry['web_node']) ?></span></p>
    </li>
<?php endforeach ?>
  </ol>
<?php endif ?>
</section>
</div>
