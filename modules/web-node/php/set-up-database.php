<?php

declare(strict_types=1);

// Run at a droplet's first boot, with the folder of the init SQL and the file that stays until the database is set up
// and holds why it is not; systemd repeats it until it ends with 0.
require_once __DIR__ . '/DatabaseSetup.php';
require_once __DIR__ . '/SqlClient.php';

try {
    $variable = static fn (string $name): string => (string) getenv($name);
    $client = new Lampstand\SqlClient([
        'host' => $variable('DB_HOST'),
        'port' => $variable('DB_PORT'),
        'user' => $variable('DB_USER'),
        'password' => (string) file_get_contents($variable('DB_PASSWORD_FILE')),
        'database' => $variable('DB_NAME'),
        'ca' => $variable('DB_CA_FILE'),
    ]);
    $setup = new Lampstand\DatabaseSetup($variable('DB_NAME'), $client);
    echo $setup->run(glob("{$argv[1]}/*.sql") ?: [], [__DIR__ . '/sessions.sql']), "\n";
    if (is_file($argv[2])) {
        unlink($argv[2]);
    }
} catch (PDOException | RuntimeException $error) {
    file_put_contents($argv[2], $error->getMessage());
    fwrite(STDERR, "The database could not be set up: {$error->getMessage()}\n");
    exit(1);
}
