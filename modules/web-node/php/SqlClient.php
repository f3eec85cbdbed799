<?php

declare(strict_types=1);

namespace Lampstand;

use RuntimeException;

/** Loads SQL files with the command-line client, which knows DELIMITER as dumps use it. */
final class SqlClient
{
    /** @param array{host: string, port: string, user: string, password: string, database: string, ca: string} $access */
    public function __construct(private readonly array $access)
    {
    }

    /** @throws RuntimeException with the file, the line and the server's words about the first statement that failed */
    public function load(string $file): void
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
            $complaint = trim((string) stream_get_contents($pipes[2]));
            if (proc_close($process) !== 0) {
                throw new RuntimeException(basename($file) . ': ' . $complaint);
            }
        } finally {
            unlink($options);
        }
    }

    private function optionFile(): string
    {
        $lines = [];
        foreach (['host', 'port', 'user', 'password', 'ssl-ca' => 'ca'] as $option => $field) {
            $value = str_replace(['\\', '"'], ['\\\\', '\\"'], $this->access[$field]);
            $lines[] = (is_int($option) ? $field : $option) . "=\"$value\"\n";
        }
        return "[client]\nprotocol=tcp\nssl-verify-server-cert\n" . implode('', $lines);
    }
}
