<?php

declare(strict_types=1);

namespace App;

use PDO;
use PDOException;
use PDOStatement;

/**
 * The site's database: `primary()` for writes, `read()` for reads that may be a moment old.
 * Connections are persistent, since to connect costs more than to read by a primary key, and they outlive failovers: one
 * that is broken, or leads to a member that is primary no longer, is dropped and the statement repeated. So every
 * write must be such that carrying it out twice does no harm.
 */
final class Database
{
    /** Longest wait of a write for a new primary: elections take 6 s, and the balancer gives up after 30 s. */
    private const int DEFAULT_PATIENCE_MS = 8000;
    /** A member or a router that goes is known to have gone within 750 ms; until then a read may be led to it again. */
    private const int SHORT_PATIENCE_MS = 4000;
    private const int CONNECT_TIMEOUT_SECONDS = 1;
    /** A member that froze is noticed after this, if the router hasn't cut the connection before. */
    private const int READ_TIMEOUT_SECONDS = 5;
    private const int FIRST_PAUSE_MS = 50;
    private const int LONGEST_PAUSE_MS = 400;

    /** Codes of MySQL and its client that mean "the primary is changing, or this connection is lost". */
    private const array FAILOVER_ERRORS = [
        1047, 1053, 1290, 1836, 2002, 2003, 2006, 2013, 3100, 3101, 3168, 3169, 3796, 3797, 4094,
    ];
    /** Access denied, no such database, no such table: the database has not been set up yet. */
    private const array NOT_READY_ERRORS = [1044, 1045, 1049, 1146];

    private static ?self $primary = null;
    private static ?self $read = null;

    private ?PDO $pdo = null;

    private function __construct(private readonly string $hostVariable, private readonly string $portVariable)
    {
    }

    public static function primary(): self
    {
        return self::$primary ??= new self('DB_HOST', 'DB_PORT');
    }

    public static function read(): self
    {
        return self::$read ??= new self('DB_READ_HOST', 'DB_READ_PORT');
    }

    /** How long a write may wait; APP_DB_WAIT_MS in the environment overrides it. */
    public static function patienceMs(): int
    {
        $given = getenv('APP_DB_WAIT_MS');
        return is_string($given) && ctype_digit($given) ? (int) $given : self::DEFAULT_PATIENCE_MS;
    }

    /**
     * @param list<string|int> $values
     * @param int $patienceMs how long to go on trying while there is no usable server; 0 to learn how it is just now
     * @throws DatabaseUnavailable when there is none in that time
     * @throws PDOException for the statement's own errors
     */
    public function run(string $sql, array $values = [], int $patienceMs = self::SHORT_PATIENCE_MS): PDOStatement
    {
        $deadline = hrtime(true) + $patienceMs * 1_000_000;
        $pauseMs = self::FIRST_PAUSE_MS;
        $seat = null;
        for ($attempt = 1;; $attempt++) {
            try {
                $statement = $this->connection()->prepare($sql);
                $statement->execute($values);
                return $statement;
            } catch (PDOException $error) {
                $this->giveUpUnlessFailover($error);
                $this->drop();
            }
            // A connection that broke while it lay idle is worth one attempt at once; nobody to connect to is not.
            if ($attempt === 1 && !self::isRefusal($error)) {
                continue;
            }
            if (hrtime(true) + $pauseMs * 1_000_000 > $deadline) {
                throw new DatabaseUnavailable('No database server takes this just now.', previous: $error);
            }
            $seat ??= WaitingRoom::enter()
                ?? throw new DatabaseUnavailable('Too many requests wait for the database already.', previous: $error);
            usleep($pauseMs * 1000);
            $pauseMs = min(2 * $pauseMs, self::LONGEST_PAUSE_MS);
        }
    }

    private function giveUpUnlessFailover(PDOException $error): void
    {
        $code = (int) ($error->errorInfo[1] ?? $error->getCode());
        if (in_array($code, self::NOT_READY_ERRORS, true)) {
            throw new DatabaseUnavailable('The database is not set up yet.', previous: $error);
        }
        if (!in_array($code, self::FAILOVER_ERRORS, true)) {
            throw $error;
        }
    }

    /** Whether no server was reached at all, at any of the name's addresses. */
    private static function isRefusal(PDOException $error): bool
    {
        return in_array((int) ($error->errorInfo[1] ?? $error->getCode()), [2002, 2003], true);
    }

    private function connection(): PDO
    {
        return $this->pdo ??= $this->connect();
    }

    private function connect(): PDO
    {
        $host = (string) getenv($this->hostVariable);
        $passwordFile = (string) getenv('DB_PASSWORD_FILE');
        if ($host === '' || !is_readable($passwordFile)) {
            throw new DatabaseUnavailable('This web node has been given no database.');
        }
        $dsn = sprintf(
            'mysql:host=%s;port=%s;dbname=%s;charset=utf8mb4',
            $host,
            getenv($this->portVariable),
            getenv('DB_NAME'),
        );
        $previous = ini_set('mysqlnd.net_read_timeout', (string) self::READ_TIMEOUT_SECONDS);
        try {
            // Statements are prepared in the client (PDO's default), with the connection's real character set: one
            // round trip each instead of three. The @ is for warnings that repeat what the exception says.
            return @new PDO($dsn, (string) getenv('DB_USER'), (string) file_get_contents($passwordFile), [
                PDO::ATTR_PERSISTENT => true,
                PDO::ATTR_TIMEOUT => self::CONNECT_TIMEOUT_SECONDS,
                PDO::ATTR_DEFAULT_FETCH_MODE => PDO::FETCH_ASSOC,
            ]);
        } finally {
            ini_set('mysqlnd.net_read_timeout', (string) $previous);
        }
    }

    /** PDO reuses a persistent connection while it answers; so the server is told to end it. */
    private function drop(): void
    {
        try {
            $this->pdo?->exec('KILL CONNECTION_ID()');
        } catch (PDOException) {
            // Gone either way.
        }
        $this->pdo = null;
    }
}
