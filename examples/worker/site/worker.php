<?php

declare(strict_types=1);

require __DIR__ . '/database.php';

const PAUSE_MICROSECONDS = 200_000;

/** Does one job, or none if none is queued. */
function work(PDO $database): void
{
    $database->exec(
        'UPDATE jobs SET done_by = CURRENT_USER(), done_at = NOW() WHERE done_by IS NULL ORDER BY id LIMIT 1',
    );
}

$connection = null;
while (true) {
    try {
        $connection ??= database();
        work($connection);
    } catch (PDOException $error) {
        // During a failover connections fail for some seconds; nothing is lost, since a job is done once it is marked.
        fwrite(STDERR, $error->getMessage() . "\n");
        $connection = null;
    }
    usleep(PAUSE_MICROSECONDS);
}
