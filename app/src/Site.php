<?php

declare(strict_types=1);

namespace App;

/** Which page answers which address. */
final class Site
{
    public static function answer(Request $request): Response
    {
        try {
            return self::route($request);
        } catch (DatabaseUnavailable $error) {
            error_log($error->getMessage() . ' ' . $error->getPrevious()?->getMessage());
            $response = $request->wantsJson
                ? Response::json(['stored' => false, 'reason' => $error->getMessage()], 503)
                : Response::html(View::message('No database just now', $error->getMessage()
                    . ' The web node itself works; the database usually comes back by itself within seconds.'), 503);
            return $response->with(['Retry-After' => '2']);
        }
    }

    private static function route(Request $request): Response
    {
        $allowed = in_array($request->path, ['/guestbook', '/uploads'], true) ? ['GET', 'HEAD', 'POST'] : ['GET', 'HEAD'];
        if (!in_array($request->method, $allowed, true)) {
            return Response::text("This address knows no $request->method.\n", 405)
                ->with(['Allow' => implode(', ', $allowed)]);
        }
        return match ($request->path) {
            '/' => Home::answer(),
            '/guestbook' => Guestbook::answer($request),
            '/checks' => Checks::answer($request),
            '/acronyms' => Response::html(View::page('acronyms', 'Acronyms', ['acronyms' => require __DIR__ . '/acronyms.php'])),
            '/uploads' => Uploads::answer($request),
            '/bench/php' => Response::text("Lampstand\n"),
            '/bench/db' => self::benchDatabase(),
            default => self::other($request),
        };
    }

    private static function benchDatabase(): Response
    {
        $word = Database::read()->run('SELECT word FROM bench WHERE id = ?', [random_int(1, 1000)])->fetchColumn();
        return Response::text("$word\n");
    }

    private static function other(Request $request): Response
    {
        if (preg_match('~^/uploads/([0-9a-f]{32}\.[a-z]{3,4})$~', $request->path, $match) === 1) {
            return Uploads::file($match[1]);
        }
        if (preg_match('~^/peer/uploads/([0-9a-f]{32})$~', $request->path, $match) === 1) {
            return Uploads::hasProbe($match[1]) ? Response::text("seen\n") : Response::text("not here\n", 404);
        }
        return Response::html(View::message('Nothing here', 'There is no page at this address.'), 404);
    }
}
