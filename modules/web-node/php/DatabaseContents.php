<?php

declare(strict_types=1);

namespace Lampstand;

use PDO;

/** What a database holds besides the mark of its set-up. */
final class DatabaseContents
{
    /** The loading node writes its mark every two seconds; the database's own times are whole seconds. */
    private const int CLOCK_SLACK_SECONDS = 5;
    /** A database server that starts so soon after the last mark is what cut the load off. */
    private const int RESTART_SECONDS = 60;

    public function __construct(private readonly PDO $pdo, private readonly string $database)
    {
    }

    /** Whether nothing of the site's is there; the stack's own tables don't count. */
    public function isEmpty(): bool
    {
        $objects = $this->column(
            'SELECT COUNT(*) FROM information_schema.tables
               WHERE table_schema = DATABASE() AND table_name NOT LIKE \'lampstand\\_%\'
             UNION ALL SELECT COUNT(*) FROM information_schema.routines WHERE routine_schema = DATABASE()
             UNION ALL SELECT COUNT(*) FROM information_schema.events WHERE event_schema = DATABASE()',
        );
        return array_sum(array_map(intval(...), $objects)) === 0;
    }

    /** Changes with every row and every definition. Reads all rows: it is asked for only where a load has failed. */
    public function fingerprint(): string
    {
        $parts = [];
        foreach ($this->column(
            'SELECT table_name FROM information_schema.tables
             WHERE table_schema = DATABASE() AND table_type = \'BASE TABLE\' AND table_name <> \'lampstand_setup\'
             ORDER BY table_name',
        ) as $table) {
            $name = self::quote((string) $table);
            $parts[] = $this->pdo->query("SHOW CREATE TABLE $name")->fetchColumn(1);
            $parts[] = $this->pdo->query("CHECKSUM TABLE $name")->fetchColumn(1);
        }
        foreach ([
            'SELECT table_name, view_definition FROM information_schema.views WHERE table_schema = DATABASE() ORDER BY 1',
            'SELECT routine_name, routine_definition, last_altered FROM information_schema.routines
               WHERE routine_schema = DATABASE() ORDER BY 1',
            'SELECT trigger_name, action_statement, created FROM information_schema.triggers
               WHERE trigger_schema = DATABASE() ORDER BY 1',
            'SELECT event_name, event_definition, last_altered FROM information_schema.events
               WHERE event_schema = DATABASE() ORDER BY 1',
        ] as $sql) {
            $parts[] = $this->pdo->query($sql)->fetchAll(PDO::FETCH_NUM);
        }
        return hash('sha256', serialize($parts));
    }

    /** Whether nothing has changed after this time (UTC), as far as the database server can know. */
    public function isUnchangedSince(string $time): bool
    {
        // Otherwise the times are those of up to a day ago.
        $this->pdo->exec('SET SESSION information_schema_stats_expiry = 0');
        $changed = $this->pdo->prepare(
            'SELECT COUNT(*) FROM information_schema.tables
             WHERE table_schema = DATABASE() AND table_name <> \'lampstand_setup\'
               AND GREATEST(create_time, COALESCE(update_time, create_time)) > ? + INTERVAL ' . self::CLOCK_SLACK_SECONDS . ' SECOND',
        );
        $changed->execute([$time]);
        // A server that was restarted has forgotten when its tables were changed before.
        $uptime = (int) $this->pdo->query('SHOW GLOBAL STATUS LIKE \'Uptime\'')->fetchColumn(1);
        $known = $this->pdo->prepare('SELECT UTC_TIMESTAMP() - INTERVAL ? SECOND <= ? + INTERVAL ' . self::RESTART_SECONDS . ' SECOND');
        $known->execute([$uptime, $time]);
        return (int) $changed->fetchColumn() === 0 && (int) $known->fetchColumn() === 1;
    }

    /** Drops all of it. */
    public function clear(): void
    {
        [$set, $collation] = $this->pdo->query(
            'SELECT default_character_set_name, default_collation_name FROM information_schema.schemata
             WHERE schema_name = DATABASE()',
        )->fetch(PDO::FETCH_NUM);
        $name = self::quote($this->database);
        foreach (["DROP DATABASE $name", "CREATE DATABASE $name CHARACTER SET $set COLLATE $collation", "USE $name"] as $sql) {
            $this->pdo->exec($sql);
        }
    }

    public static function quote(string $name): string
    {
        return '`' . str_replace('`', '``', $name) . '`';
    }

    /** @return list<mixed> */
    private function column(string $sql): array
    {
        return $this->pdo->query($sql)->fetchAll(PDO::FETCH_COLUMN);
    }
}
