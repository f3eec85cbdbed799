<?php

declare(strict_types=1);

// What the balancer prefers web nodes by: this one can do all that pages need of it. It reaches a database router,
// which says nothing about the database itself, its own database socket is there, and it can write temporary files.
// 404: no new requests, but those that are here may finish (HAProxy's disable-on-404).
namespace Lampstand;

require_once __DIR__ . '/RouterProbe.php';

const FREE_BYTES = 1024 * 1024;

/** Whether files can be made in a folder: a full disk, no inode left and a read-only file system all fail this. */
$canWrite = static function (string $folder): bool {
    if ((float) @disk_free_space($folder) < FREE_BYTES) {
        return false;
    }
    $file = @tempnam($folder, 'lampstand-');
    $isThere = $file !== false && dirname($file) === $folder;
    if ($file !== false) {
        @unlink($file);
    }
    return $isThere;
};

$problem = match (true) {
    is_file('/run/lampstand/draining') => 'draining',
    !$canWrite(sys_get_temp_dir()) => 'no temporary file can be written',
    // Its supervisor removes the file while MySQL Router doesn't run.
    getenv('LAMPSTAND_DB_HOST') !== '' && !file_exists((string) getenv('DB_SOCKET')) => 'the database socket is missing',
    !RouterProbe::reachesOne() => 'no database router answers',
    default => null,
};
http_response_code(match ($problem) {
    null => 200,
    'draining' => 404,
    default => 503,
});
header('Content-Type: text/plain');
header('Cache-Control: no-store');
echo $problem ?? 'ok', "\n";
