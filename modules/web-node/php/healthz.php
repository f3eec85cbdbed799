<?php

declare(strict_types=1);

// That this runs is the answer. It asks nothing else: a dead database must not take every web node out.
header('Content-Type: text/plain');
header('Cache-Control: no-store');
echo "ok\n";
