<?php

declare(strict_types=1);

namespace Lampstand;

use PDO;

/** The row of lampstand_setup: how far the database's set-up is. */
final readonly class SetupMark
{
    /**
     * @param string $state 'loading', 'failed' or 'done'; 'started' is an earlier version's 'loading', which says nothing else
     * @param string $message why it failed, in the words of the database server
     * @param string $sqlHash of the SQL files that were loaded
     * @param string $contents fingerprint of what a failed load has left behind
     * @param string|null $seenAt when the loading node was last known to work, in UTC by the database's clock
     */
    public function __construct(
        public string $state,
        public string $message = '',
        public string $sqlHash = '',
        public string $contents = '',
        public ?string $seenAt = null,
    ) {
    }

    public static function read(PDO $pdo): ?self
    {
        if (self::columns($pdo) === []) {
            return null;
        }
        $row = $pdo->query('SELECT * FROM lampstand_setup WHERE id = 1')->fetch(PDO::FETCH_ASSOC);
        return $row === false ? null : new self(
            (string) $row['state'],
            (string) ($row['message'] ?? ''),
            (string) ($row['sql_hash'] ?? ''),
            (string) ($row['contents'] ?? ''),
            isset($row['seen_at']) ? (string) $row['seen_at'] : null,
        );
    }

    /** SQL that is being loaded may drop the table, or bring that of another stack along: it is made anew each time. */
    public function write(PDO $pdo): void
    {
        $pdo->exec(
            'CREATE TABLE IF NOT EXISTS lampstand_setup (
               id TINYINT UNSIGNED NOT NULL,
               state VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT \'loading, failed, done\',
               PRIMARY KEY (id)
             ) ENGINE = InnoDB',
        );
        if (!in_array('seen_at', self::columns($pdo), true)) {
            $pdo->exec(
                'ALTER TABLE lampstand_setup
                   ADD COLUMN message TEXT CHARACTER SET utf8mb4 NULL COMMENT \'why the load failed\',
                   ADD COLUMN sql_hash CHAR(64) CHARACTER SET ascii NULL COMMENT \'SHA-256 of the SQL files\',
                   ADD COLUMN contents CHAR(64) CHARACTER SET ascii NULL COMMENT \'SHA-256 of what a failed load left\',
                   ADD COLUMN seen_at DATETIME(6) NULL COMMENT \'last sign of the loading node, UTC\'',
            );
        }
        // A file's bytes may be in the message; what is no UTF-8 would be refused.
        $message = json_decode(json_encode($this->message, JSON_THROW_ON_ERROR | JSON_INVALID_UTF8_SUBSTITUTE));
        $pdo->prepare(
            'REPLACE INTO lampstand_setup (id, state, message, sql_hash, contents, seen_at)
             VALUES (1, ?, ?, ?, ?, UTC_TIMESTAMP(6))',
        )->execute([$this->state, $message, $this->sqlHash, $this->contents]);
    }

    /** @return list<string> */
    private static function columns(PDO $pdo): array
    {
        return $pdo->query(
            'SELECT column_name FROM information_schema.columns
             WHERE table_schema = DATABASE() AND table_name = \'lampstand_setup\'',
        )->fetchAll(PDO::FETCH_COLUMN);
    }
}
