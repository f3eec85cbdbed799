<?php

declare(strict_types=1);

namespace Lampstand;

/** Asks the database routers whether they are there, several times a second: cheaply, and never for long. */
final class RouterProbe
{
    /** Routers' HTTP port; /healthz on it speaks of the router alone. */
    private const int PORT = 8008;

    /** For all routers together. One that needs longer makes every page slow. */
    private const float PATIENCE_SECONDS = 0.25;

    /**
     * Addresses are kept: a name server that can't find them may take seconds to say so, and each of these holds a
     * worker. So it is asked now and then, and at most once a second where none of the known ones answers.
     */
    private const string CACHE = '/tmp/lampstand-routers';
    private const int FRESH_SECONDS = 15;
    private const int RETRY_SECONDS = 1;

    public static function reachesOne(): bool
    {
        $age = time() - (int) @filemtime(self::CACHE);
        $known = array_filter(explode("\n", (string) @file_get_contents(self::CACHE)));
        if ($age < self::FRESH_SECONDS && self::answersOneOf($known)) {
            return true;
        }
        if ($age < self::RETRY_SECONDS) {
            return false;
        }
        // First the time, so that no other process asks meanwhile.
        @touch(self::CACHE);
        $found = gethostbynamel((string) getenv('LAMPSTAND_DB_HOST')) ?: [];
        if ($found !== []) {
            self::keep($found);
        }
        return self::answersOneOf($found ?: $known);
    }

    /** @param array<string> $addresses */
    private static function keep(array $addresses): void
    {
        sort($addresses);
        $partial = self::CACHE . '.' . getmypid();
        if (@file_put_contents($partial, implode("\n", $addresses)) !== false) {
            @rename($partial, self::CACHE);
        }
    }

    /** @param array<string> $addresses asked all at once */
    private static function answersOneOf(array $addresses): bool
    {
        $deadline = microtime(true) + self::PATIENCE_SECONDS;
        $connecting = [];
        foreach ($addresses as $address) {
            $flags = STREAM_CLIENT_CONNECT | STREAM_CLIENT_ASYNC_CONNECT;
            $stream = @stream_socket_client("tcp://$address:" . self::PORT, timeout: self::PATIENCE_SECONDS, flags: $flags);
            if ($stream !== false) {
                stream_set_blocking($stream, false);
                $connecting[(int) $stream] = $stream;
            }
        }
        $asked = [];
        while ($connecting !== [] || $asked !== []) {
            $left = (int) (($deadline - microtime(true)) * 1e6);
            [$read, $write, $none] = [array_values($asked), array_values($connecting), null];
            if ($left <= 0 || @stream_select($read, $write, $none, 0, $left) < 1) {
                return false;
            }
            foreach ($write as $stream) {
                unset($connecting[(int) $stream]);
                if (@fwrite($stream, "GET /healthz HTTP/1.0\r\n\r\n") > 0) {
                    $asked[(int) $stream] = $stream;
                }
            }
            foreach ($read as $stream) {
                if (str_contains((string) fgets($stream), ' 200 ')) {
                    return true;
                }
                unset($asked[(int) $stream]);
            }
        }
        return false;
    }
}
