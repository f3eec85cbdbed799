<?php

declare(strict_types=1);

// One primary-key read: the same page on both stacks. With `?keep` the connection is kept for the next request, as in the
// default site.
$database = new PDO(
    sprintf('mysql:host=%s;port=%s;dbname=%s;charset=utf8mb4', getenv('DB_READ_HOST'), getenv('DB_READ_PORT'), getenv('DB_NAME')),
    (string) getenv('DB_USER'),
    (string) file_get_contents((string) getenv('DB_PASSWORD_FILE')),
    [PDO::ATTR_PERSISTENT => isset($_GET['keep'])],
);
$statement = $database->prepare('SELECT word FROM bench WHERE id = ?');
$statement->execute([random_int(1, 1000)]);
header('Content-Type: text/plain; charset=utf-8');
echo $statement->fetchColumn(), "\n";
