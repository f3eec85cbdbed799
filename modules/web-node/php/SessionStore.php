<?php

declare(strict_types=1);

namespace Lampstand;

use PDO;
use PDOException;
use RuntimeException;
use SessionHandlerInterface;
use SessionUpdateTimestampHandlerInterface;

require_once __DIR__ . '/SessionDatabase.php';

/**
 * PHP sessions in the app's database, so that any web node can go on with any session.
 * One request at a time holds a session, as with PHP's own files; the others wait, up to the request's own limit. A
 * request whose session can't be read fails: it never goes on with an empty one, which would log the visitor out.
 */
final class SessionStore implements SessionHandlerInterface, SessionUpdateTimestampHandlerInterface
{
    /** Well below the group's message limits; a session is no place for files. */
    private const int MAX_BYTES = 4 * 1024 * 1024;
    /** An unchanged session's expiry is pushed back at most this often. */
    private const int TOUCH_EVERY_SECONDS = 60;
    private const int COLLECT_ROWS = 1000;

    private readonly SessionDatabase $database;
    /** @var array{data: string, version: int, secondsLeft: int}|null the row of the held session, null if there is none */
    private ?array $row = null;
    /** Why validateId() could not ask for the session. */
    private PDOException|RuntimeException|null $failure = null;

    public function __construct()
    {
        $this->database = new SessionDatabase();
    }

    public function open(string $path, string $name): bool
    {
        return true;
    }

    public function close(): bool
    {
        $this->database->release();
        $this->row = null;
        return true;
    }

    public function validateId(string $id): bool
    {
        try {
            return $this->load($id) !== null;
        } catch (PDOException | RuntimeException $error) {
            // The id stands, or PHP would replace the visitor's cookie. read() comes next and ends the request.
            $this->failure = $error;
            return true;
        }
    }

    public function read(string $id): string|false
    {
        try {
            return $this->failure === null ? $this->load($id)['data'] ?? '' : throw $this->failure;
        } catch (PDOException | RuntimeException $error) {
            self::endRequest($error);
        }
    }

    public function write(string $id, string $data): bool
    {
        return $this->report('write', fn (): bool => $this->save($id, $data)) ?? false;
    }

    public function updateTimestamp(string $id, string $data): bool
    {
        return $this->report('renew', function () use ($id, $data): bool {
            $row = $this->load($id);
            if ($row === null) {
                return $this->save($id, $data);
            }
            if ($row['secondsLeft'] > self::lifetime() - min(self::TOUCH_EVERY_SECONDS, intdiv(self::lifetime(), 10))) {
                return true;
            }
            $this->run('UPDATE lampstand_sessions SET expires_at = UNIX_TIMESTAMP() + ? WHERE id_hash = ?', [
                self::lifetime(),
                self::hash($id),
            ]);
            return true;
        }) ?? false;
    }

    public function destroy(string $id): bool
    {
        return $this->report('destroy', function () use ($id): bool {
            $this->run('DELETE FROM lampstand_sessions WHERE id_hash = ?', [self::hash($id)]);
            $this->row = null;
            return true;
        }) ?? false;
    }

    public function gc(int $max_lifetime): int|false
    {
        return $this->report('collect', fn (): int => $this->run(
            'DELETE FROM lampstand_sessions WHERE expires_at < UNIX_TIMESTAMP() LIMIT ' . self::COLLECT_ROWS,
            [],
        )->rowCount()) ?? false;
    }

    /** @return array{data: string, version: int, secondsLeft: int}|null */
    private function load(string $id): ?array
    {
        $hash = self::hash($id);
        if (!$this->database->holds($hash)) {
            $this->row = null;
            $this->database->hold($hash);
            $this->row = $this->database->attempt(fn (PDO $pdo): ?array => $this->fetch($pdo, $hash));
        }
        return $this->row;
    }

    private function save(string $id, string $data): bool
    {
        if (strlen($data) > self::MAX_BYTES) {
            throw new RuntimeException(sprintf('%d bytes given, at most %d fit', strlen($data), self::MAX_BYTES));
        }
        $this->load($id);
        $version = $this->row['version'] ?? 0;
        $values = [$data, $version + 1, self::lifetime(), self::hash($id)];
        try {
            $written = $version === 0
                ? $this->run(
                    'INSERT INTO lampstand_sessions (data, version, expires_at, id_hash)
                     VALUES (?, ?, UNIX_TIMESTAMP() + ?, ?)',
                    $values,
                )
                : $this->run(
                    'UPDATE lampstand_sessions SET data = ?, version = ?, expires_at = UNIX_TIMESTAMP() + ?
                     WHERE id_hash = ? AND version = ?',
                    [...$values, $version],
                );
            $done = $written->rowCount() === 1;
        } catch (PDOException $error) {
            if (($error->errorInfo[1] ?? 0) !== 1062) {
                throw $error;
            }
            $done = false;
        }
        // A statement whose answer was lost in a failover may have been carried out already.
        $now = $done ? null : $this->database->attempt(fn (PDO $pdo): ?array => $this->fetch($pdo, self::hash($id)));
        if (!$done && ($now === null || $now['data'] !== $data)) {
            throw new RuntimeException('another request changed it while this one had lost its lock');
        }
        $this->row = ['data' => $data, 'version' => $version + 1, 'secondsLeft' => self::lifetime()];
        return true;
    }

    /** @param list<string|int> $values */
    private function run(string $sql, array $values): \PDOStatement
    {
        return $this->database->attempt(static function (PDO $pdo) use ($sql, $values): \PDOStatement {
            $statement = $pdo->prepare($sql);
            foreach ($values as $index => $value) {
                $statement->bindValue($index + 1, $value, is_int($value) ? PDO::PARAM_INT : PDO::PARAM_LOB);
            }
            $statement->execute();
            return $statement;
        });
    }

    /** @return array{data: string, version: int, secondsLeft: int}|null */
    private function fetch(PDO $pdo, string $hash): ?array
    {
        $statement = $pdo->prepare(
            'SELECT data, version, CAST(expires_at AS SIGNED) - UNIX_TIMESTAMP() AS seconds_left
             FROM lampstand_sessions WHERE id_hash = ?',
        );
        $statement->execute([$hash]);
        $row = $statement->fetch(PDO::FETCH_ASSOC);
        if ($row === false) {
            return null;
        }
        if ((int) $row['seconds_left'] < 0) {
            $pdo->prepare('DELETE FROM lampstand_sessions WHERE id_hash = ?')->execute([$hash]);
            return null;
        }
        return [
            'data' => (string) $row['data'],
            'version' => (int) $row['version'],
            'secondsLeft' => (int) $row['seconds_left'],
        ];
    }

    /**
     * The result, or null after a warning in the log if it can't be had.
     *
     * @template T
     * @param callable(): T $work
     * @return T|null
     */
    private function report(string $verb, callable $work): mixed
    {
        try {
            return $work();
        } catch (PDOException | RuntimeException $error) {
            trigger_error("Lampstand can not $verb the session: " . $error->getMessage(), E_USER_WARNING);
            return null;
        }
    }

    /** Answers in the app's place. Not an exception: an app that catches it would go on without its session. */
    private static function endRequest(PDOException|RuntimeException $error): never
    {
        error_log('lampstand: can not read the session: ' . $error->getMessage());
        $isTimeout = $error instanceof SessionTimeout;
        while (ob_get_level() > 0 && ob_end_clean()) {
            // What the app has written so far is not an answer.
        }
        if (!headers_sent()) {
            header_remove();
            http_response_code($isTimeout ? 504 : 503);
            header('Content-Type: text/plain; charset=utf-8');
            header('Cache-Control: no-store');
            header('Retry-After: 2');
        }
        exit($isTimeout
            ? "This request waited for its session for as long as a request may take. Try again.\n"
            : "The session can not be read at the moment. Try again.\n");
    }

    private static function hash(string $id): string
    {
        return hash('sha256', $id);
    }

    private static function lifetime(): int
    {
        return max(1, (int) ini_get('session.gc_maxlifetime'));
    }
}
