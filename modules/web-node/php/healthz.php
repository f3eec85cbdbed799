<?php

declare(strict_types=1);

// That this runs is the answer. It asks nothing else: a dead database must not take every web node out.
// A node that is about to stop answers 404 while it goes on serving, until the balancer has noticed: HAProxy then lets
// the requests on it finish. A new one joins the balancer when its database has been set up.
$state = match (true) {
    is_file('/run/lampstand/draining') => 'draining',
    is_file('/var/lib/lampstand/schema-pending') => 'the database is not set up yet',
    default => 'ok',
};
http_response_code(match ($state) {
    'ok' => 200,
    'draining' => 404,
    default => 503,
});
header('Content-Type: text/plain');
header('Cache-Control: no-store');
echo "$state\n";
