<?php

declare(strict_types=1);

require_once __DIR__ . '/Connection.php';
require_once __DIR__ . '/StackTables.php';

// Ready means: this node can serve a page that reads and one that writes.
const READ_TIMEOUT_SECONDS = 2;

$ask = static function (string $role, string $sql): bool {
    try {
        return (int) Lampstand\Connection::open($role, null, READ_TIMEOUT_SECONDS)->query($sql)->fetchColumn() === 1;
    } catch (PDOException $error) {
        error_log("lampstand: readiness, $role: " . $error->getMessage());
        return false;
    }
};

$primary = $ask('primary', 'SELECT @@global.super_read_only = 0 AND @@global.read_only = 0');
$read = $ask('read', 'SELECT 1');
// On a droplet: the tables aren't there yet, or the SQL of database.init has an error, which the file then holds.
const PENDING_FILE = '/var/lib/lampstand/schema-pending';
$hasSchema = !is_file(PENDING_FILE);
$problem = $hasSchema ? '' : (string) file_get_contents(PENDING_FILE);
if ($primary && $hasSchema) {
    try {
        $pdo = Lampstand\Connection::open('primary', null, READ_TIMEOUT_SECONDS);
        $missing = Lampstand\StackTables::missing($pdo);
        if ($missing !== []) {
            $hasSchema = false;
            $problem = 'the site has dropped the table ' . implode(', ', $missing) . ', which is made again now';
            Lampstand\StackTables::restore($pdo);
        }
    } catch (PDOException $error) {
        $hasSchema = false;
        $problem = $error->getMessage();
    }
}
$ready = $primary && $read && $hasSchema;
http_response_code($ready ? 200 : 503);
header('Content-Type: application/json');
header('Cache-Control: no-store');
echo json_encode(
    ['ready' => $ready, 'primary' => $primary, 'read' => $read, 'schema' => $hasSchema]
        + ($problem === '' ? [] : ['problem' => $problem]),
    JSON_THROW_ON_ERROR | JSON_INVALID_UTF8_SUBSTITUTE,
), "\n";
