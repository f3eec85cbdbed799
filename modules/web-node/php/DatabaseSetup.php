<?php

declare(strict_types=1);

namespace Lampstand;

use PDO;
use RuntimeException;

require_once __DIR__ . '/Connection.php';

/**
 * Brings the site's tables into its database, once, though several web nodes start together: whoever holds the lock
 * does it, and a row in lampstand_setup tells the others. What broke off half-way is thrown away and begun again;
 * a database that had tables before is left as it is.
 */
final class DatabaseSetup
{
    /** The others wait while one loads; a database server that goes away ends the wait. */
    private const int LOCK_TIMEOUT_SECONDS = 900;

    private readonly PDO $pdo;

    public function __construct(private readonly string $database, private readonly SqlClient $client)
    {
        $this->pdo = Connection::open('primary', null, self::LOCK_TIMEOUT_SECONDS + 30);
    }

    /**
     * @param list<string> $initFiles loaded once, into a new database
     * @param list<string> $schemaFiles loaded whenever this runs; they change nothing that is there already
     * @return string what was done, in a sentence
     * @throws RuntimeException with the client's own words about the first statement that failed
     */
    public function run(array $initFiles, array $schemaFiles): string
    {
        $this->lock();
        $state = $this->state();
        if ($state === 'done' || ($state === null && $this->hasTables())) {
            $this->load($schemaFiles);
            $this->mark('done');
            return $state === 'done' ? 'The database is set up already.' : 'The database has tables already: nothing is loaded.';
        }
        if ($state === 'started') {
            $this->startAnew();
        }
        $this->mark('started');
        $this->load([...$initFiles, ...$schemaFiles]);
        $this->mark('done');
        return sprintf('The new database is set up; SQL files loaded: %d.', count($initFiles));
    }

    /** A lock's name holds 64 characters, which a database's may have all by itself. */
    private function lock(): void
    {
        $statement = $this->pdo->prepare('SELECT GET_LOCK(?, ?)');
        $statement->execute(['lampstand-setup-' . substr(sha1($this->database), 0, 40), self::LOCK_TIMEOUT_SECONDS]);
        if ((int) $statement->fetchColumn() !== 1) {
            throw new RuntimeException(sprintf('another web node has been at it for %d s', self::LOCK_TIMEOUT_SECONDS));
        }
    }

    private function state(): ?string
    {
        if (!$this->hasTables('table_name = \'lampstand_setup\'')) {
            return null;
        }
        $state = $this->pdo->query('SELECT state FROM lampstand_setup WHERE id = 1')->fetchColumn();
        return $state === false ? null : (string) $state;
    }

    private function hasTables(string $condition = 'table_name NOT LIKE \'lampstand\\_%\''): bool
    {
        $sql = "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND $condition";
        return (int) $this->pdo->query($sql)->fetchColumn() > 0;
    }

    private function startAnew(): void
    {
        $name = '`' . str_replace('`', '``', $this->database) . '`';
        foreach (["DROP DATABASE $name", "CREATE DATABASE $name", "USE $name"] as $sql) {
            $this->pdo->exec($sql);
        }
    }

    private function mark(string $state): void
    {
        $this->pdo->exec(
            'CREATE TABLE IF NOT EXISTS lampstand_setup (
               id TINYINT UNSIGNED NOT NULL,
               state VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT \'started, done\',
               PRIMARY KEY (id)
             ) ENGINE = InnoDB',
        );
        $statement = $this->pdo->prepare('REPLACE INTO lampstand_setup (id, state) VALUES (1, ?)');
        $statement->execute([$state]);
    }

    /** @param list<string> $files */
    private function load(array $files): void
    {
        foreach ($files as $file) {
            $this->client->load($file);
        }
    }
}
