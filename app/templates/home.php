<?php
/**
 * @var string $node @var string $host @var int $webNodeCount @var list<string> $members
 * @var array{member: string, isWritable: bool, cipher: string}|null $writes
 * @var array{member: string, isWritable: bool, cipher: string}|null $reads
 */
$isRedundant = $webNodeCount > 1 && count($members) > 2;
$shown = $members ?: array_values(array_unique(array_filter([$writes['member'] ?? null, $reads['member'] ?? null])));
?>
<section class="hero">
  <p class="eyebrow">Linux · Apache · MySQL · PHP<?= $isRedundant ? ' — more than one of each' : '' ?></p>
  <h1>This page came from <span class="glow"><?= $e($node) ?></span></h1>
  <p class="lead"><?= $isRedundant
      ? 'Any one web node, router or database member behind it may fail, and the next page is still served.'
      : 'Some part of this stack exists only once: if it fails, the site fails. The checks show which.' ?>
    Below is how your request has just travelled.</p>
</section>

<?php if ($writes === null || $reads === null): ?>
<p class="alert" role="status"><strong>The database does not answer<?= $writes === null && $reads === null ? '' : ($writes === null ? ' writes' : ' reads') ?> just now.</strong>
  The web node works and shows what it can; the database usually comes back by itself within seconds.</p>
<?php endif ?>

<section aria-labelledby="path">
  <h2 id="path">How your request travelled</h2>
  <ol class="path">
    <li class="stage">
      <h3>You</h3>
      <span class="box lit">your browser</span>
    </li>
    <li class="stage">
      <h3>Load balancer</h3>
      <span class="box lit">HAProxy</span>
      <p>checks the health of every web node and passes you to a healthy one</p>
    </li>
    <li class="stage">
      <h3>Web nodes</h3>
      <span class="box lit"><?= $e($node) ?></span>
<?php if ($webNodeCount > 1): ?>
      <span class="box"><?= $webNodeCount === 2 ? 'and one more' : 'and ' . $e($webNodeCount - 1) . ' more' ?></span>
<?php endif ?>
      <p>Apache and PHP; each can serve any page</p>
    </li>
    <li class="stage">
      <h3>Database routers</h3>
      <span class="box lit">db</span>
      <span class="box lit">db-read</span>
      <p>know which member is the primary</p>
    </li>
    <li class="stage">
      <h3>Database</h3>
<?php foreach ($shown as $member): ?>
<?php $roles = [...($member === ($writes['member'] ?? null) ? ['writes'] : []), ...($member === ($reads['member'] ?? null) ? ['reads'] : [])] ?>
      <span class="box<?= $roles === [] ? '' : ' lit' ?>"><?= $e($member) ?><?php if ($roles !== []): ?> <em><?= $e(implode(' + ', $roles)) ?></em><?php endif ?></span>
<?php endforeach ?>
<?php if ($shown === []): ?>
      <span class="box off">no answer</span>
<?php endif ?>
      <p>MySQL; each holds every row</p>
    </li>
  </ol>
</section>

<section aria-labelledby="who">
  <h2 id="who">Who did what</h2>
  <dl class="facts">
    <div class="card">
      <dt>Made this page</dt>
      <dd class="mono"><?= $e($node) ?></dd>
      <dd>Apache and PHP <?= $e(PHP_VERSION) ?><?= $host === $node ? '' : ' on host <span class="mono">' . $e($host) . '</span>' ?></dd>
    </div>
<?php foreach ([['Answered its reads', $reads], ['Would take a write', $writes]] as [$label, $answer]): ?>
    <div class="card">
      <dt><?= $e($label) ?></dt>
<?php if ($answer === null): ?>
      <dd class="mono off">nobody</dd>
      <dd>no server answers at this address just now</dd>
<?php else: ?>
      <dd class="mono"><?= $e($answer['member']) ?></dd>
      <dd><?= $answer['isWritable'] ? 'the primary' : 'a secondary' ?>, over <?= $answer['cipher'] === '' ? '<strong>no encryption</strong>' : 'TLS' ?></dd>
<?php endif ?>
    </div>
<?php endforeach ?>
  </dl>
</section>

<section class="next">
  <a class="card link" href="/guestbook"><h3>Sign the guestbook</h3><p>A write that survives: even if the primary crashes while you press the button, your entry is stored once.</p></a>
  <a class="card link" href="/checks"><h3>Check the stack</h3><p>What is redundant here, what is still a single point of failure, seen from this web node.</p></a>
  <a class="card link" href="/uploads"><h3>Upload a picture</h3><p>It is on every web node at once: they share one volume.</p></a>
</section>
