<?php
/** @var string $title @var string $current @var string $content @var string $node */
$pages = [
    'home' => ['/', 'Home'],
    'guestbook' => ['/guestbook', 'Guestbook'],
    'uploads' => ['/uploads', 'Uploads'],
    'checks' => ['/checks', 'Checks'],
    'acronyms' => ['/acronyms', 'Acronyms'],
];
?>
<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title><?= $e($title) ?> · Lampstand</title>
  <link rel="icon" href="/icon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="/style.css">
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="top">
  <a class="brand" href="/"><img src="/icon.svg" alt="" width="28" height="28"> Lampstand</a>
  <nav aria-label="Pages">
<?php foreach ($pages as $name => [$path, $label]): ?>
    <a href="<?= $e($path) ?>"<?= $name === $current ? ' aria-current="page"' : '' ?>><?= $e($label) ?></a>
<?php endforeach ?>
  </nav>
</header>
<main id="main">
<?= $content ?>
</main>
<footer>
  <p>Served by <strong class="mono"><?= $e($node) ?></strong>. Reload, and another web node may answer.</p>
</footer>
</body>
</html>
