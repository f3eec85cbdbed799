<?php

declare(strict_types=1);

namespace Lampstand;

use PDO;
use PDOException;

/** The node's own connections to the database, through the node's socket. */
final class Connection
{
    /** A router answers at once; what takes longer is cut off. */
    private const int CONNECT_TIMEOUT_SECONDS = 2;

    /**
     * MySQL errors that a changed primary explains: the statement may succeed on a new connection.
     * 1053 shutdown, 1290 and 1836 read-only, 2002-2013 connection refused, gone or lost, 3100-3101 refused or rolled
     * back by the replication group, 3168-3169 member leaving or session killed, 3796-3797 not in the group (yet), 4094
     * handing over to another primary.
     */
    private const array FAILOVER_ERRORS = [
        1047, 1053, 1290, 1836, 2002, 2003, 2006, 2013, 3100, 3101, 3168, 3169, 3796, 3797, 4094,
    ];

    /**
     * @param string $role 'primary' or 'read'
     * @param string|null $persistentAs kept for later requests with the same word; null: closed with this request
     * @param int $readTimeoutSeconds a server that is silent for so long counts as lost
     * @param int|null $idleSeconds the server ends the connection when it is idle for so long; null: MySQL's default
     * @throws PDOException
     */
    public static function open(string $role, ?string $persistentAs, int $readTimeoutSeconds, ?int $idleSeconds = null): PDO
    {
        $place = $role === 'read'
            ? sprintf('host=%s;port=%s', getenv('DB_READ_HOST'), getenv('DB_READ_PORT'))
            : 'unix_socket=' . getenv('DB_SOCKET');
        $dsn = sprintf('mysql:%s;dbname=%s;charset=utf8mb4', $place, getenv('DB_NAME'));
        $previous = ini_set('mysqlnd.net_read_timeout', (string) $readTimeoutSeconds);
        try {
            // The driver warns of what it also throws; the caller reports it once. Not @: a handler of the app's would
            // still be called with the warning.
            set_error_handler(static fn (): bool => true);
            return new PDO($dsn, (string) getenv('DB_USER'), self::password(), [
                PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
                PDO::ATTR_PERSISTENT => $persistentAs ?? false,
                PDO::ATTR_TIMEOUT => self::CONNECT_TIMEOUT_SECONDS,
                // UPDATE reports the rows that it found, whether or not their values differ.
                \Pdo\Mysql::ATTR_FOUND_ROWS => true,
                ...self::initCommand($idleSeconds),
            ]);
        } finally {
            restore_error_handler();
            if ($previous !== false) {
                ini_set('mysqlnd.net_read_timeout', $previous);
            }
        }
    }

    public static function isFailover(PDOException $error): bool
    {
        return self::isFailoverCode((int) ($error->errorInfo[1] ?? $error->getCode()));
    }

    public static function isFailoverCode(int $code): bool
    {
        return in_array($code, self::FAILOVER_ERRORS, true);
    }

    /** Makes the server end a connection that still lives but leads to the wrong member; PDO then opens a new one. */
    public static function discard(PDO $pdo): void
    {
        try {
            $pdo->exec('KILL CONNECTION_ID()');
        } catch (PDOException) {
            // It is gone either way.
        }
    }

    /** @return array<int, string> */
    private static function initCommand(?int $idleSeconds): array
    {
        return $idleSeconds === null
            ? []
            : [\Pdo\Mysql::ATTR_INIT_COMMAND => "SET SESSION wait_timeout = $idleSeconds"];
    }

    private static function password(): string
    {
        $file = (string) getenv('DB_PASSWORD_FILE');
        $password = $file !== '' && is_readable($file) ? file_get_contents($file) : false;
        if ($password === false) {
            throw new PDOException('the file that DB_PASSWORD_FILE names can not be read');
        }
        return $password;
    }
}
