<?php

declare(strict_types=1);

namespace App;

/** Looks at the stack from where this web node stands. */
final class Checks
{
    private const int READ_BACK_MS = 1000;

    public static function answer(Request $request): Response
    {
        $peers = self::peers();
        $checks = [
            self::webNodes($peers),
            self::members(),
            self::connection('Writes reach a primary', Database::primary(), true),
            self::connection('Reads are answered', Database::read(), false),
            self::encryption(),
            self::readBack(),
            self::sessions(),
            self::uploads($peers),
        ];
        if ($request->wantsJson) {
            return Response::json(['servedBy' => Stack::node(), 'checks' => $checks]);
        }
        return Response::html(View::page('checks', 'Redundancy checks', ['checks' => $checks, 'node' => Stack::node()]));
    }

    /** @return array<string, string> base URL by name, of the web nodes that answer */
    private static function peers(): array
    {
        $peers = [];
        foreach (Stack::webNodes() as $url) {
            $answer = Http::get("$url/healthz");
            if ($answer !== null && $answer['status'] === 200) {
                $peers[$answer['servedBy']] = $url;
            }
        }
        ksort($peers);
        return $peers;
    }

    /** @param array<string, string> $peers */
    private static function webNodes(array $peers): Check
    {
        $names = array_keys($peers) ?: [Stack::node()];
        return new Check(
            'More than one web node',
            count($names) > 1,
            implode(', ', $names) . (count($names) > 1 ? '' : ' — a single point of failure'),
            'If one web node crashes, the load balancer sends its requests to the others. With a single one the site is unavailable.',
        );
    }

    private static function members(): Check
    {
        $seen = [];
        $online = 0;
        foreach (Stack::members() as $member) {
            $status = Stack::memberStatus($member);
            $isOnline = $status !== null && $status['state'] === 'ONLINE';
            $online += $isOnline ? 1 : 0;
            $seen[] = $member . ' ' . strtolower($isOnline ? $status['role'] : $status['state'] ?? 'no answer');
        }
        $expected = count($seen);
        return new Check(
            'Three or more database members are online',
            $expected >= 3 && $online === $expected,
            match ($expected) {
                0 => 'no member is known to this web node',
                1 => implode($seen) . ' — a single point of failure',
                default => implode(', ', $seen),
            },
            'Three members keep every row three times. When the primary crashes, the other two are the majority that elects '
                . 'a new one; with fewer than three there is no majority left.',
        );
    }

    private static function connection(string $name, Database $database, bool $mustBeWritable): Check
    {
        try {
            $answer = Stack::answeringMember($database);
        } catch (DatabaseUnavailable $error) {
            return new Check($name, false, $error->getMessage(), 'Without it, pages that need the database fail.');
        }
        return new Check(
            $name,
            $answer['isWritable'] || !$mustBeWritable,
            $answer['member'] . ($answer['isWritable'] ? ', writable' : ', read-only'),
            $mustBeWritable
                ? 'The address for writes leads to the one member that takes them, whichever that is at the moment.'
                : 'The address for reads leads to any member that is not too far behind.',
        );
    }

    private static function encryption(): Check
    {
        $why = 'Passwords and pages travel between the machines; the certificate proves who is at the other end.';
        try {
            $ciphers = [
                'writes' => Stack::answeringMember(Database::primary())['cipher'],
                'reads' => Stack::answeringMember(Database::read())['cipher'],
            ];
        } catch (DatabaseUnavailable $error) {
            return new Check('Database connections are encrypted', false, $error->getMessage(), $why);
        }
        return new Check(
            'Database connections are encrypted',
            !in_array('', $ciphers, true),
            implode(', ', array_map(
                static fn (string $use, string $cipher): string => "$use: " . ($cipher ?: 'not encrypted'),
                array_keys($ciphers),
                $ciphers,
            )),
            $why,
        );
    }

    private static function readBack(): Check
    {
        $name = 'A write is readable at the read address';
        $why = 'What the primary acknowledges must reach the members that answer reads.';
        $token = bin2hex(random_bytes(16));
        try {
            Database::primary()->run(
                'INSERT INTO read_back (web_node, token) VALUES (?, ?) ON DUPLICATE KEY UPDATE token = VALUES(token)',
                [Stack::node(), $token],
            );
            $start = hrtime(true);
            do {
                $found = Database::read()
                    ->run('SELECT token FROM read_back WHERE web_node = ?', [Stack::node()])
                    ->fetchColumn();
                $passedMs = (hrtime(true) - $start) / 1e6;
                if ($found === $token) {
                    return new Check($name, true, sprintf('after %.1f ms', $passedMs), $why);
                }
                usleep(5000);
            } while ($passedMs < self::READ_BACK_MS);
            return new Check($name, false, sprintf('not within %d ms', self::READ_BACK_MS), $why);
        } catch (DatabaseUnavailable $error) {
            return new Check($name, false, $error->getMessage(), $why);
        }
    }

    private static function sessions(): Check
    {
        $name = 'Sessions are shared';
        $why = 'A visitor who logged in on one web node stays logged in when another one answers.';
        // A session of its own, without a cookie; PHP's own functions, as any site uses them.
        $started = @session_start(['use_cookies' => 0, 'use_only_cookies' => 0, 'cache_limiter' => '']);
        if (!$started) {
            return new Check($name, false, 'session_start() failed', $why);
        }
        $_SESSION['probe'] = true;
        $hash = hash('sha256', (string) session_id());
        session_write_close();
        try {
            $found = Database::primary()
                ->run('SELECT 1 FROM lampstand_sessions WHERE id_hash = ?', [$hash])
                ->fetchColumn();
            Database::primary()->run('DELETE FROM lampstand_sessions WHERE id_hash = ?', [$hash]);
        } catch (DatabaseUnavailable $error) {
            return new Check($name, false, $error->getMessage(), $why);
        }
        $seen = $found === false ? 'kept on this web node only' : 'kept in the database, under the hash of their id';
        return new Check($name, $found !== false, $seen, $why);
    }

    /** @param array<string, string> $peers */
    private static function uploads(array $peers): Check
    {
        $why = 'A picture that was uploaded through one web node must be there when another one answers.';
        $token = Uploads::placeProbe();
        if ($token === null) {
            return new Check('Uploads are shared', false, 'the uploads folder is not writable', $why);
        }
        try {
            $seenBy = array_filter(
                $peers,
                static fn (string $url): bool => (Http::get("$url/peer/uploads/$token")['status'] ?? 0) === 200,
            );
        } finally {
            Uploads::removeProbe($token);
        }
        $others = array_diff(array_keys($peers), [Stack::node()]);
        $seen = $others === []
            ? 'there is no other web node to ask'
            : 'a file written here was seen by ' . (implode(', ', array_keys($seenBy)) ?: 'nobody');
        return new Check('Uploads are shared', $others !== [] && array_diff($others, array_keys($seenBy)) === [], $seen, $why);
    }
}
