<?php

declare(strict_types=1);

namespace Lampstand;

use PDO;
use PDOException;
use RuntimeException;

require_once __DIR__ . '/Connection.php';
require_once __DIR__ . '/StackTables.php';
require_once __DIR__ . '/WaitingSeat.php';

/** A request's limit passed while it waited for its session. */
final class SessionTimeout extends RuntimeException
{
}

/**
 * The connection on which one request holds its session: a lock (GET_LOCK) on the primary. A failover loses the lock; it
 * is taken again on the new primary. Both waits, for the lock and for a primary, end with the request's own limit. A
 * request that waits holds its process and this connection, no transaction and no row.
 */
final class SessionDatabase
{
    /** One wait for the lock: short, so that a server that froze meanwhile is noticed. */
    private const int LOCK_TIMEOUT_SECONDS = 2;
    /** Longer than one wait for the lock, so that it is not taken for a dead server. */
    private const int READ_TIMEOUT_SECONDS = 3;
    private const int RETRY_PAUSE_MICROSECONDS = 250_000;
    private const int LOCK_PAUSE_MICROSECONDS = 50_000;
    /** The answer of a request that waited in vain arrives before the balancer's own, and its process is free again. */
    private const float MARGIN_SECONDS = 0.25;
    private const float DEFAULT_LIMIT_SECONDS = 30.0;
    /** The lock of a web node that vanished without a word is free so long after the limit of its request. */
    private const int IDLE_MARGIN_SECONDS = 5;
    /** The app's own connections never mix with this one: its locks and transactions are its own. */
    private const string CONNECTION = 'lampstand-sessions';

    private readonly float $limitSeconds;
    private readonly float $deadline;
    private readonly string $requestId;
    private ?PDO $pdo = null;
    private ?string $heldHash = null;

    public function __construct()
    {
        $given = getenv('LAMPSTAND_REQUEST_TIMEOUT_SECONDS');
        $this->limitSeconds = is_numeric($given) ? (float) $given : self::DEFAULT_LIMIT_SECONDS;
        $this->deadline = self::now() + $this->limitSeconds - self::MARGIN_SECONDS;
        $id = $_SERVER['HTTP_X_REQUEST_ID'] ?? '';
        $this->requestId = is_string($id) ? $id : '';
    }

    public function holds(string $hash): bool
    {
        return $this->heldHash === $hash;
    }

    /**
     * Waits until no other request holds the session, and holds it.
     *
     * @throws SessionTimeout when the request's limit passes
     * @throws RuntimeException when too many requests wait for the database
     */
    public function hold(string $hash): void
    {
        $this->heldHash = null;
        $this->attempt(fn (PDO $pdo): null => $this->lock($pdo, $hash, true));
        $this->heldHash = $hash;
    }

    public function release(): void
    {
        if ($this->heldHash !== null) {
            $this->heldHash = null;
            try {
                $this->pdo?->exec('DO RELEASE_ALL_LOCKS()');
            } catch (PDOException) {
                // A lost connection has released its locks.
            }
        }
    }

    /**
     * Does it; again on a new connection while the primary is lost or another member becomes primary, and again after the
     * table was made anew if the site has dropped it.
     *
     * @template T
     * @param callable(PDO): T $work
     * @return T
     */
    public function attempt(callable $work): mixed
    {
        $seat = null;
        $isRestoring = false;
        for ($attempt = 1;; $attempt++) {
            try {
                $this->pdo ??= $this->connect();
                if ($isRestoring) {
                    StackTables::restore($this->pdo);
                }
                return $work($this->pdo);
            } catch (PDOException $error) {
                if (!$isRestoring && StackTables::isMissing($error)) {
                    $isRestoring = true;
                    continue;
                }
                if (!Connection::isFailover($error)) {
                    throw $error;
                }
                $this->drop();
            }
            // A request whose limit is over, as at the end of a long page, still has a second attempt.
            if ($attempt > 1 && $this->secondsLeft() <= 0.0) {
                throw new SessionTimeout('no database server takes it: ' . $error->getMessage(), 0, $error);
            }
            $seat ??= WaitingSeat::take()
                ?? throw new RuntimeException('too many requests wait for the database already', 0, $error);
            usleep(self::RETRY_PAUSE_MICROSECONDS);
        }
    }

    private function connect(): PDO
    {
        $idleSeconds = (int) ceil($this->limitSeconds) + self::IDLE_MARGIN_SECONDS;
        $pdo = Connection::open('primary', self::CONNECTION, self::READ_TIMEOUT_SECONDS, $idleSeconds);
        if ($this->heldHash !== null) {
            $this->lock($pdo, $this->heldHash, false);
        }
        return $pdo;
    }

    /** PDO reuses a persistent connection while it answers; so the server is told to end it. */
    private function drop(): void
    {
        if ($this->pdo !== null) {
            Connection::discard($this->pdo);
            $this->pdo = null;
        }
    }

    /**
     * @param bool $isNew false: the request held it before, and is not to take it from its own later attempt
     */
    private function lock(PDO $pdo, string $hash, bool $isNew): null
    {
        // Lock names hold 64 characters. Whatever this connection still held belonged to a request that is over.
        $session = 'lampstand-' . substr($hash, 0, 54);
        $request = 'lampstand-' . substr(hash('sha256', "$this->requestId $hash"), 0, 54);
        $first = $pdo->prepare('SELECT RELEASE_ALL_LOCKS(), IS_USED_LOCK(?), GET_LOCK(?, 0), GET_LOCK(?, 0)');
        $first->execute([$request, $request, $session]);
        [, $lostAttempt, , $isMine] = $first->fetch(PDO::FETCH_NUM);
        if ($lostAttempt !== null && $isNew && $this->requestId !== '') {
            // The balancer sends a request again, under the same id, only when it lost the web node that had it.
            $this->end($pdo, (int) $lostAttempt);
        }
        $next = $pdo->prepare('SELECT GET_LOCK(?, 0), GET_LOCK(?, ?)');
        while ((int) $isMine !== 1) {
            $left = $this->secondsLeft();
            if ($left <= 0.0) {
                throw new SessionTimeout(sprintf('another request held it for the whole %g s', $this->limitSeconds));
            }
            $waitSeconds = min(self::LOCK_TIMEOUT_SECONDS, (int) $left);
            $next->execute([$request, $session, $waitSeconds]);
            $isMine = $next->fetchColumn(1);
            if ($waitSeconds === 0 && (int) $isMine !== 1) {
                usleep(self::LOCK_PAUSE_MICROSECONDS);
            }
        }
        return null;
    }

    private function end(PDO $pdo, int $connectionId): void
    {
        try {
            $pdo->exec("KILL $connectionId");
        } catch (PDOException) {
            // It has just ended by itself.
        }
    }

    private function secondsLeft(): float
    {
        return $this->deadline - self::now();
    }

    private static function now(): float
    {
        return hrtime(true) / 1e9;
    }
}
