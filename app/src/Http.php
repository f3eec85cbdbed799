<?php

declare(strict_types=1);

namespace App;

final class Http
{
    private const float TIMEOUT_SECONDS = 1.0;

    /** @return array{status: int, body: string, servedBy: string}|null null if there is no answer within a second */
    public static function get(string $url): ?array
    {
        $context = stream_context_create(['http' => [
            'timeout' => self::TIMEOUT_SECONDS,
            'ignore_errors' => true,
            'follow_location' => 0,
        ]]);
        $body = @file_get_contents($url, false, $context, 0, 65_536);
        if ($body === false) {
            return null;
        }
        $status = 0;
        $servedBy = '';
        foreach (http_get_last_response_headers() ?? [] as $line) {
            if (preg_match('~^HTTP/\S+ (\d{3})~', $line, $match) === 1) {
                $status = (int) $match[1];
            } elseif (stripos($line, 'X-Served-By:') === 0) {
                $servedBy = trim(substr($line, strlen('X-Served-By:')));
            }
        }
        return ['status' => $status, 'body' => $body, 'servedBy' => $servedBy];
    }
}
