<?php

declare(strict_types=1);

namespace App;

/** What this web node knows of the stack around it. */
final class Stack
{
    /** On `web`, all web nodes answer; the routers tell of the members on this port. */
    private const string WEB_ALIAS = 'web';
    private const int WEB_PORT = 8080;
    private const int ROUTER_PORT = 8008;

    public static function node(): string
    {
        return (string) (getenv('NODE_NAME') ?: gethostname());
    }

    /** @return list<string> */
    public static function members(): array
    {
        return array_values(array_filter(array_map(trim(...), explode(',', (string) getenv('LAMPSTAND_MEMBERS')))));
    }

    /** @return list<string> base URLs of all web nodes, this one included; empty where no DNS knows them */
    public static function webNodes(): array
    {
        $addresses = gethostbynamel(self::WEB_ALIAS) ?: [];
        sort($addresses);
        return array_map(static fn (string $ip): string => "http://$ip:" . self::WEB_PORT, $addresses);
    }

    /** @return array{state: string, role: string, lagSeconds: float}|null what a member says of itself */
    public static function memberStatus(string $member): ?array
    {
        $answer = Http::get(
            'http://' . getenv('LAMPSTAND_DB_HOST') . ':' . self::ROUTER_PORT . '/members/' . rawurlencode($member) . '/status',
        );
        $status = $answer === null || $answer['status'] !== 200 ? null : json_decode($answer['body'], true);
        if (!is_array($status)) {
            return null;
        }
        return [
            'state' => (string) ($status['state'] ?? ''),
            'role' => (string) ($status['role'] ?? ''),
            'lagSeconds' => (float) ($status['lagSeconds'] ?? 0),
        ];
    }

    /**
     * Who answers on a connection.
     *
     * @return array{member: string, isWritable: bool, cipher: string}
     * @throws DatabaseUnavailable
     */
    public static function answeringMember(Database $database): array
    {
        $row = $database->run(
            'SELECT COALESCE(@@report_host, @@hostname) AS member, @@global.read_only AS is_read_only',
            patienceMs: 0,
        )->fetch();
        $cipher = $database->run("SHOW SESSION STATUS LIKE 'Ssl_cipher'", patienceMs: 0)->fetch();
        return [
            'member' => (string) $row['member'],
            'isWritable' => (int) $row['is_read_only'] === 0,
            'cipher' => (string) ($cipher['Value'] ?? ''),
        ];
    }
}
