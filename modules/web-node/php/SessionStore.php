<?php

declare(strict_types=1);

namespace Lampstand;

use PDO;
use PDOException;
use RuntimeException;
use SessionHandlerInterface;
use SessionUpdateTimestampHandlerInterface;

require_once __DIR__ . '/Connection.php';

/**
 * PHP sessions in the app's database, so that any web node can go on with any session.
 * One request at a time holds a session (GET_LOCK on the primary), as with PHP's own files. A failover loses that lock:
 * it is taken again on the new primary, and the row's version shows whether someone else wrote in between.
 */
final class SessionStore implements SessionHandlerInterface, SessionUpdateTimestampHandlerInterface
{
    /** A request waits for another one of its session at most LOCK_ATTEMPTS times this long. */
    private const int LOCK_TIMEOUT_SECONDS = 2;
    private const int LOCK_ATTEMPTS = 5;
    /** Longer than one wait for the lock, so that it is not taken for a dead server. */
    private const int READ_TIMEOUT_SECONDS = 4;
    private const int RETRY_PAUSE_MICROSECONDS = 250_000;
    /** Well below the group's message limits; a session is no place for files. */
    private const int MAX_BYTES = 4 * 1024 * 1024;
    /** An unchanged session's expiry is pushed back at most this often. */
    private const int TOUCH_EVERY_SECONDS = 60;
    private const int COLLECT_ROWS = 1000;
    /** The app's own connections never mix with this one: its locks and transactions are its own. */
    private const string CONNECTION = 'lampstand-sessions';

    private ?PDO $pdo = null;
    /** Two connections failed: this request asks no more, so that a dead database can't hold it for long. */
    private bool $databaseIsLost = false;
    private ?string $lockedHash = null;
    /** @var array{data: string, version: int, secondsLeft: int}|null the row under the lock, null if there is none */
    private ?array $row = null;

    public function open(string $path, string $name): bool
    {
        return true;
    }

    public function close(): bool
    {
        if ($this->lockedHash !== null) {
            try {
                $this->pdo?->exec('DO RELEASE_ALL_LOCKS()');
            } catch (PDOException) {
                // A lost connection has released its locks.
            }
        }
        $this->forget();
        return true;
    }

    public function validateId(string $id): bool
    {
        // While the database can't say, the id stands: a new one would throw the visitor's session away.
        return $this->report('check', fn (): bool => $this->load($id) !== null) ?? true;
    }

    public function read(string $id): string|false
    {
        return $this->report('read', fn (): string => $this->load($id)['data'] ?? '') ?? false;
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
        if ($this->lockedHash !== $hash) {
            $this->attempt(function (PDO $pdo) use ($hash): void {
                $this->forget();
                $this->lock($pdo, $hash);
                $this->row = $this->fetch($pdo, $hash);
            });
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
        $now = $done ? null : $this->attempt(fn (PDO $pdo): ?array => $this->fetch($pdo, self::hash($id)));
        if (!$done && ($now === null || $now['data'] !== $data)) {
            throw new RuntimeException('another request changed it while this one had lost its lock');
        }
        $this->row = ['data' => $data, 'version' => $version + 1, 'secondsLeft' => self::lifetime()];
        return true;
    }

    /** @param list<string|int> $values */
    private function run(string $sql, array $values): \PDOStatement
    {
        return $this->attempt(static function (PDO $pdo) use ($sql, $values): \PDOStatement {
            $statement = $pdo->prepare($sql);
            foreach ($values as $index => $value) {
                $statement->bindValue($index + 1, $value, is_int($value) ? PDO::PARAM_INT : PDO::PARAM_LOB);
            }
            $statement->execute();
            return $statement;
        });
    }

    /**
     * Does it; once more on a new connection if the first was lost or led to a member that is primary no longer.
     *
     * @template T
     * @param callable(PDO): T $work
     * @return T
     */
    private function attempt(callable $work): mixed
    {
        if ($this->databaseIsLost) {
            throw new RuntimeException('the database has not answered this request before');
        }
        try {
            return $work($this->pdo ??= Connection::open('primary', self::CONNECTION, self::READ_TIMEOUT_SECONDS));
        } catch (PDOException $error) {
            if (!Connection::isFailover($error)) {
                throw $error;
            }
        }
        try {
            return $work($this->pdo = $this->reconnect());
        } catch (PDOException $error) {
            $this->databaseIsLost = Connection::isFailover($error);
            throw $error;
        }
    }

    private function reconnect(): PDO
    {
        if ($this->pdo !== null) {
            Connection::discard($this->pdo);
            $this->pdo = null;
        }
        usleep(self::RETRY_PAUSE_MICROSECONDS);
        $pdo = Connection::open('primary', self::CONNECTION, self::READ_TIMEOUT_SECONDS);
        if ($this->lockedHash !== null) {
            $this->lock($pdo, $this->lockedHash);
        }
        return $pdo;
    }

    private function lock(PDO $pdo, string $hash): void
    {
        $statement = $pdo->prepare('SELECT RELEASE_ALL_LOCKS(), GET_LOCK(?, ?)');
        // A lock's name holds 64 characters. Whatever this connection still held belonged to a request that is over.
        for ($attempt = 1; $attempt <= self::LOCK_ATTEMPTS; $attempt++) {
            $statement->execute(['lampstand-' . substr($hash, 0, 54), self::LOCK_TIMEOUT_SECONDS]);
            if ((int) $statement->fetchColumn(1) === 1) {
                $this->lockedHash = $hash;
                return;
            }
        }
        throw new RuntimeException(sprintf(
            'another request has held it for more than %d s',
            self::LOCK_ATTEMPTS * self::LOCK_TIMEOUT_SECONDS,
        ));
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

    private function forget(): void
    {
        $this->lockedHash = null;
        $this->row = null;
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
