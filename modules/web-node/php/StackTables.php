<?php

declare(strict_types=1);

namespace Lampstand;

use PDO;
use PDOException;

/**
 * The stack's own tables in the site's database. A site that drops every table, as installers and tests do, drops these
 * too.
 */
final class StackTables
{
    /** Names the tables that are missing. @return list<string> */
    public static function missing(PDO $pdo): array
    {
        $sql = "SELECT COUNT(*) FROM information_schema.tables
                WHERE table_schema = DATABASE() AND table_name = 'lampstand_sessions'";
        return (int) $pdo->query($sql)->fetchColumn() === 1 ? [] : ['lampstand_sessions'];
    }

    /** Makes those that are missing; the others stay as they are. */
    public static function restore(PDO $pdo): void
    {
        $pdo->exec((string) file_get_contents(__DIR__ . '/sessions.sql'));
    }

    public static function isMissing(PDOException $error): bool
    {
        return (int) ($error->errorInfo[1] ?? 0) === 1146;
    }
}
