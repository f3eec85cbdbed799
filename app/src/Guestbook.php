<?php

declare(strict_types=1);

namespace App;

final class Guestbook
{
    private const int SHOWN = 50;

    public static function answer(Request $request): Response
    {
        return $request->method === 'POST' ? self::post($request) : self::list($request);
    }

    private static function post(Request $request): Response
    {
        if (!Csrf::isProven($request)) {
            return self::refuse($request, 403, 'This form has expired. Go back, reload the page and send it again.');
        }
        $id = $request->field('id');
        $author = $request->field('author');
        $message = str_replace("\r\n", "\n", $request->field('message'));
        if (preg_match('/^[A-Za-z0-9-]{8,64}$/', $id) !== 1) {
            return self::refuse($request, 422, 'The entry needs an id of 8 to 64 letters, digits and hyphens.');
        }
        if (!self::fits($author, 60) || !self::fits($message, 1000)) {
            return self::refuse($request, 422, 'Please give a name of up to 60 and a message of up to 1000 characters.');
        }
        $isNew = self::store($id, $author, $message);
        if ($isNew === null) {
            return self::refuse($request, 409, 'Another entry has this id already.');
        }
        return $request->wantsJson
            ? Response::json(['stored' => true, 'id' => $id, 'servedBy' => Stack::node()], $isNew ? 201 : 200)
            : Response::seeOther('/guestbook?posted=' . rawurlencode($id));
    }

    /** True if it was written now, false if the same entry was there before, null if another one has its id. */
    private static function store(string $id, string $author, string $message): ?bool
    {
        $patienceMs = Database::patienceMs();
        $written = Database::primary()->run(
            'INSERT INTO guestbook (id, author, message, web_node) VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE id = id',
            [$id, $author, $message, Stack::node()],
            $patienceMs,
        );
        if ($written->rowCount() > 0) {
            return true;
        }
        $entry = Database::primary()
            ->run('SELECT author, message FROM guestbook WHERE id = ?', [$id], $patienceMs)
            ->fetch();
        return $entry === ['author' => $author, 'message' => $message] ? false : null;
    }

    private static function list(Request $request): Response
    {
        // Who has just written wants to see it, and a secondary may be a moment behind.
        $database = isset($_GET['posted']) ? Database::primary() : Database::read();
        try {
            $entries = $database->run(
                'SELECT id, author, message, web_node, UNIX_TIMESTAMP(created_at) AS time
                 FROM guestbook ORDER BY created_at DESC, id LIMIT ' . self::SHOWN,
            )->fetchAll();
        } catch (DatabaseUnavailable $error) {
            if ($request->wantsJson) {
                throw $error;
            }
            $entries = null;
        }
        if ($request->wantsJson) {
            return Response::json(['entries' => $entries, 'servedBy' => Stack::node()]);
        }
        return Response::html(View::page('guestbook', 'Guestbook', [
            'entries' => $entries,
            'id' => self::uuid(),
            'token' => Csrf::token($request),
            'posted' => is_string($_GET['posted'] ?? null) ? $_GET['posted'] : '',
        ]), $entries === null ? 503 : 200);
    }

    private static function refuse(Request $request, int $status, string $reason): Response
    {
        return $request->wantsJson
            ? Response::json(['stored' => false, 'reason' => $reason], $status)
            : Response::html(View::message('That did not work', $reason), $status);
    }

    private static function fits(string $text, int $characters): bool
    {
        return $text !== '' && mb_check_encoding($text, 'UTF-8') && mb_strlen($text, 'UTF-8') <= $characters;
    }

    /** A random (version 4) UUID. */
    private static function uuid(): string
    {
        $bytes = random_bytes(16);
        $bytes[6] = chr(ord($bytes[6]) & 0x0f | 0x40);
        $bytes[8] = chr(ord($bytes[8]) & 0x3f | 0x80);
        return vsprintf('%s%s-%s-%s-%s-%s%s%s', str_split(bin2hex($bytes), 4));
    }
}
