<?php

declare(strict_types=1);

// That this runs is the answer. It asks nothing else: a dead database must not take every web node out.
// A droplet that is about to stop says so, while it goes on serving, until the balancer has noticed.
http_response_code(is_file('/run/lampstand/draining') ? 503 : 200);
header('Content-Type: text/plain');
header('Cache-Control: no-store');
echo http_response_code() === 200 ? "ok\n" : "draining\n";
