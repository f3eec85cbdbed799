<?php

declare(strict_types=1);

require dirname(__DIR__) . '/database.php';

$database = database();
if (($_SERVER['REQUEST_METHOD'] ?? '') === 'POST') {
    $database->exec('INSERT INTO jobs () VALUES ()');
}
header('Content-Type: application/json');
echo json_encode($database->query('SELECT id, done_by FROM jobs ORDER BY id')->fetchAll(PDO::FETCH_ASSOC));
