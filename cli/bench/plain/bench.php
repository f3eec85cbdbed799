<?php

declare(strict_types=1);

// One primary-key read, with a connection of its own for each request: what a page does that nobody has tuned.
$database = new PDO('mysql:host=database;dbname=app;charset=utf8mb4', 'app', 'plain');
$statement = $database->prepare('SELECT word FROM bench WHERE id = ?');
$statement->execute([random_int(1, 1000)]);
header('Content-Type: text/plain; charset=utf-8');
echo $statement->fetchColumn(), "\n";
