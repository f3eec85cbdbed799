<?php
/** @var list<array{name: string, bytes: int, isPicture: bool}> $files @var string $token @var string $key @var bool $isWritable */
?>
<h1>Uploads</h1>
<p class="lead">Files land on a volume that all web nodes share, so it does not matter which one shows them.</p>
<?php if (!$isWritable): ?>
<p class="alert" role="status"><strong>The uploads folder is not writable.</strong> Name it in <code>writableFolders</code>
  of the stack's config.</p>
<?php endif ?>
<form class="card upload" method="post" action="/uploads" enctype="multipart/form-data">
  <input type="hidden" name="token" value="<?= $e($token) ?>">
  <input type="hidden" name="idempotency_key" value="<?= $e($key) ?>">
  <label>A picture (PNG, JPEG, GIF, WebP) or a plain text, up to 2 MiB
    <input type="file" name="file" required accept="image/png,image/jpeg,image/gif,image/webp,text/plain"></label>
  <button class="button">Upload</button>
</form>
<?php if ($files === []): ?>
<p class="card">Nothing here yet.</p>
<?php else: ?>
<ul class="files">
<?php foreach ($files as $file): ?>
  <li class="card">
    <a href="/uploads/<?= $e($file['name']) ?>">
<?php if ($file['isPicture']): ?>
      <img src="/uploads/<?= $e($file['name']) ?>" alt="An uploaded picture" loading="lazy">
<?php else: ?>
      <span class="paper">Text</span>
<?php endif ?>
      <span class="mono"><?= $e(substr($file['name'], 0, 8) . strrchr($file['name'], '.')) ?></span>
      <span class="size"><?= $e($file['bytes'] < 1024 ? $file['bytes'] . ' bytes' : number_format($file['bytes'] / 1024, 1) . ' KiB') ?></span>
    </a>
  </li>
<?php endforeach ?>
</ul>
<?php endif ?>
