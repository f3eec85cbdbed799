<?php
/** @var list<App\Check> $checks @var string $node */
$failed = count(array_filter($checks, static fn (App\Check $check): bool => !$check->passed));
?>
<h1>Redundancy checks</h1>
<p class="lead"><?= $failed === 0
    ? 'Everything that this web node can see is there more than once, and works.'
    : $e($failed) . ' of ' . $e(count($checks)) . ' checks found something that a failure would hurt.' ?>
  Looked at just now, from <span class="mono"><?= $e($node) ?></span>.</p>
<ul class="checks">
<?php foreach ($checks as $check): ?>
  <li class="card check <?= $check->passed ? 'pass' : 'fail' ?>">
    <span class="badge"><?= $check->passed ? 'PASS' : 'FAIL' ?></span>
    <div>
      <h2><?= $e($check->name) ?></h2>
      <p class="seen"><?= $e($check->seen) ?></p>
      <p><?= $e($check->why) ?></p>
    </div>
  </li>
<?php endforeach ?>
</ul>
