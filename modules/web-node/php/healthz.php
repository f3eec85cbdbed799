<?php

declare(strict_types=1);

// That this runs is the answer. It asks nothing else: a dead database must not take every web node out.
// A droplet that is about to stop says so, while it goes on serving, until the balancer has noticed; a new one joins
// the balancer when its database has been set up.
$state = match (true) {
    is_file('/run/lampstand/draining') => 'draining',
    is_file('/var/lib/lampstand/schema-pending') => 'the database is not set up yet',
    default => 'ok',
};
http_response_code($state === 'ok' ? 200 : 503);
header('Content-Type: text/plain');
header('Cache-Control: no-store');
echo "$state\n";
