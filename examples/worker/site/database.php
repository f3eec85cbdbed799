<?php

declare(strict_types=1);

/** A connection as the environment describes it, on a web node as in the worker. */
function database(): PDO
{
    $password = file_get_contents((string) getenv('DB_PASSWORD_FILE'));

    return new PDO(
        sprintf('mysql:host=%s;port=%s;dbname=%s', getenv('DB_HOST'), getenv('DB_PORT'), getenv('DB_NAME')),
        (string) getenv('DB_USER'),
        trim((string) $password),
        [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION, PDO::MYSQL_ATTR_SSL_CA => (string) getenv('DB_CA_FILE')],
    );
}
