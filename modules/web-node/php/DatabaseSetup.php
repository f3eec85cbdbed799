<?php

declare(strict_types=1);

namespace Lampstand;

use PDO;
use PDOException;
use RuntimeException;

require_once __DIR__ . '/Connection.php';
require_once __DIR__ . '/DatabaseContents.php';
require_once __DIR__ . '/SetupMark.php';

/**
 * Brings the site's tables into its database, once, though several web nodes start together: whoever holds the lock
 * does it, and a row in lampstand_setup tells the others. What a failed load has left is dropped before the next one,
 * but only if nothing else has written to the database; a database that had tables before is left as it is.
 */
final class DatabaseSetup
{
    /** The others wait while one loads; a database server that goes away ends the wait. */
    private const int LOCK_TIMEOUT_SECONDS = 900;
    /** After this long the database server ends the sessions of a node that died silently, and its lock with them. */
    private const int IDLE_TIMEOUT_SECONDS = 60;

    private readonly PDO $pdo;
    private readonly DatabaseContents $contents;

    public function __construct(private readonly string $database, private readonly SqlClient $client)
    {
        $this->pdo = Connection::open('primary', null, self::LOCK_TIMEOUT_SECONDS + 30);
        $this->pdo->exec('SET SESSION time_zone = \'+00:00\', wait_timeout = ' . self::IDLE_TIMEOUT_SECONDS);
        $this->contents = new DatabaseContents($this->pdo, $database);
    }

    /**
     * @param list<string> $initFiles loaded once, into a new database
     * @param list<string> $schemaFiles loaded whenever this runs; they change nothing that is there already
     * @return string what was done, in a sentence
     * @throws RuntimeException with the client's own words about the first statement that failed, and what to do
     */
    public function run(array $initFiles, array $schemaFiles): string
    {
        $this->lock();
        $mark = SetupMark::read($this->pdo);
        $isEmpty = $this->contents->isEmpty();
        if ($mark?->state === 'done' || ($mark === null && !$isEmpty)) {
            $this->load($schemaFiles, static fn () => null);
            $this->mark(new SetupMark('done'));
            return $mark !== null ? 'The database is set up already.' : 'The database has tables already: nothing is loaded.';
        }
        $files = [...$initFiles, ...$schemaFiles];
        $sqlHash = self::hashOf($files);
        if ($mark !== null && !$isEmpty) {
            $this->assertMayLoadAgain($mark, $sqlHash);
            $this->contents->clear();
        }
        $this->loadNew($files, $sqlHash);
        return sprintf('The new database is set up; SQL files loaded: %d.', count($initFiles));
    }

    /** A lock's name holds 64 characters, which a database's may have all by itself. */
    private function lock(): void
    {
        $statement = $this->pdo->prepare('SELECT GET_LOCK(?, ?)');
        $statement->execute(['lampstand-setup-' . substr(sha1($this->database), 0, 40), self::LOCK_TIMEOUT_SECONDS]);
        if ((int) $statement->fetchColumn() !== 1) {
            throw new RuntimeException(sprintf('another web node has been loading it for %d s', self::LOCK_TIMEOUT_SECONDS));
        }
    }

    private function assertMayLoadAgain(SetupMark $mark, string $sqlHash): void
    {
        $isUntouched = match ($mark->state) {
            'failed' => $mark->contents === $this->contents->fingerprint(),
            'loading' => $mark->seenAt !== null && $this->contents->isUnchangedSince($mark->seenAt),
            // An earlier version let visitors in meanwhile.
            default => false,
        };
        $reason = $mark->message === '' ? 'a web node stopped before the SQL was loaded' : $mark->message;
        if (!$isUntouched) {
            throw new RuntimeException(sprintf(
                '%s. Nothing is loaded and nothing is dropped: something else may have written to the database %s since. '
                . 'If its contents can go, drop and create that database; if they are to stay, complete them and run: '
                . 'UPDATE %s.lampstand_setup SET state = \'done\'. Each web node looks again every 10 s.',
                $reason,
                $this->database,
                DatabaseContents::quote($this->database),
            ));
        }
        if ($mark->state === 'failed' && $mark->sqlHash === $sqlHash && !self::isPassing($reason)) {
            throw self::sqlFailure($reason);
        }
    }

    /** @param list<string> $files */
    private function loadNew(array $files, string $sqlHash): void
    {
        $loading = new SetupMark('loading', '', $sqlHash);
        $this->mark($loading);
        try {
            $this->load($files, fn () => $this->mark($loading));
        } catch (SqlError $error) {
            $this->mark(new SetupMark('failed', $error->getMessage(), $sqlHash, $this->contents->fingerprint()));
            throw self::sqlFailure($error->getMessage());
        }
        $this->mark(new SetupMark('done'));
    }

    /** Also after SQL that dropped the database and made it again. */
    private function mark(SetupMark $mark): void
    {
        try {
            $this->pdo->exec('USE ' . DatabaseContents::quote($this->database));
        } catch (PDOException $error) {
            $isDropped = ($error->errorInfo[1] ?? 0) === 1049;
            if ($isDropped && $mark->state === 'loading') {
                return;
            }
            throw $error;
        }
        $mark->write($this->pdo);
    }

    /**
     * @param list<string> $files
     * @param callable(): mixed $onHeartbeat
     */
    private function load(array $files, callable $onHeartbeat): void
    {
        foreach ($files as $file) {
            $this->client->load($file, $onHeartbeat);
        }
    }

    private static function sqlFailure(string $message): RuntimeException
    {
        return new RuntimeException(
            "$message. Fix the SQL of database.init and deploy again: new web nodes load it from the start. "
            . 'The same SQL is not loaded again, unless the database is dropped and created.',
        );
    }

    /** Whether the same SQL may succeed the next time. */
    private static function isPassing(string $message): bool
    {
        return preg_match('/ERROR (\d+) /', $message, $matches) === 1 && Connection::isFailoverCode((int) $matches[1]);
    }

    /** @param list<string> $files */
    private static function hashOf(array $files): string
    {
        $hashes = array_map(static fn (string $file): string => basename($file) . ' ' . hash_file('sha256', $file), $files);
        return hash('sha256', implode("\n", $hashes));
    }
}
