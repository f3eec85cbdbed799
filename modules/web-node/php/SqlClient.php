<?php

declare(strict_types=1);

namespace Lampstand;

use RuntimeException;

/** What the database server answered to a statement of a file: with the file, the line and its own words. */
final class SqlError extends RuntimeException
{
}

/** Loads SQL files with the command-line client, which knows DELIMITER as dumps use it. */
final class SqlClient
{
    private const int HEARTBEAT_SECONDS = 2;

    /** @param array{host: string, port: string, user: string, password: string, database: string, ca: string} $access */
    public function __construct(private readonly array $access)
    {
    }

    /**
     * @param callable(): mixed $onHeartbeat called every two seconds; what it throws ends the load
     * @throws SqlError about the first statement that failed
     */
    public function load(string $file, callable $onHeartbeat): void
    {
        $options = (string) tempnam('/run', 'lampstand-');
        try {
            // A password on a command line could be read by every process of the machine.
            chmod($options, 0600);
            file_put_contents($options, $this->optionFile());
            $streams = [['file', $file, 'r'], ['file', '/dev/null', 'w'], ['pipe', 'w']];
            $command = [
                'mariadb', "--defaults-file=$options", '--default-character-set=utf8mb4', '--local-infile=0', '--sandbox',
                '--batch', $this->access['database'],
            ];
            $process = proc_open($command, $streams, $pipes);
            if ($process === false) {
                throw new RuntimeException('the client mariadb can not be started');
            }
            try {
                $complaint = self::readUntilEnd($pipes[2], $onHeartbeat);
            } catch (\Throwable $error) {
                proc_terminate($process, 9);
                throw $error;
            }
            if (proc_close($process) !== 0) {
                // Before that the client repeats the statement, which can be as large as it likes and hold anything.
                $error = preg_match('/^ERROR \d+ .*/ms', $complaint, $matches) === 1 ? $matches[0] : $complaint;
                throw new SqlError(basename($file) . ': ' . trim($error));
            }
        } finally {
            unlink($options);
        }
    }

    /**
     * @param resource $stream
     * @param callable(): mixed $onHeartbeat
     */
    private static function readUntilEnd($stream, callable $onHeartbeat): string
    {
        $text = '';
        while (!feof($stream)) {
            [$readable, $none] = [[$stream], []];
            if (stream_select($readable, $none, $none, self::HEARTBEAT_SECONDS) === 0) {
                $onHeartbeat();
            } else {
                $text .= (string) fread($stream, 8192);
            }
        }
        return $text;
    }

    private function optionFile(): string
    {
        $lines = [];
        foreach (['host', 'port', 'user', 'password', 'ssl-ca' => 'ca'] as $option => $field) {
            $value = str_replace(['\\', '"'], ['\\\\', '\\"'], $this->access[$field]);
            $lines[] = (is_int($option) ? $field : $option) . "=\"$value\"\n";
        }
        return "[client]\nprotocol=tcp\ninit-command=\"SET SESSION wait_timeout = 60\"\nssl-verify-server-cert\n" . implode('', $lines);
    }
}
