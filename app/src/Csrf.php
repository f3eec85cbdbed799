<?php

declare(strict_types=1);

namespace App;

/**
 * Proof that a form was filled in on this site: a random cookie, and in the form its keyed hash. No state on the server,
 * so any web node can check what any other one gave out; the key comes from a secret that all of them have.
 */
final class Csrf
{
    private const string COOKIE = 'form_key';

    /** The form's token; sets the cookie if the visitor has none. */
    public static function token(Request $request): string
    {
        $cookie = self::cookie();
        if ($cookie === null) {
            $cookie = bin2hex(random_bytes(16));
            setcookie(self::COOKIE, $cookie, [
                'path' => '/',
                'httponly' => true,
                'samesite' => 'Strict',
                'secure' => $request->isEncrypted,
            ]);
        }
        return self::sign($cookie) ?? '';
    }

    /** A JSON body is proof as well: no page of another site can send one without asking first. */
    public static function isProven(Request $request): bool
    {
        if ($request->bodyIsJson) {
            return true;
        }
        $cookie = self::cookie();
        $expected = $cookie === null ? null : self::sign($cookie);
        return $expected !== null && hash_equals($expected, $request->field('token'));
    }

    private static function cookie(): ?string
    {
        $cookie = $_COOKIE[self::COOKIE] ?? null;
        return is_string($cookie) && preg_match('/^[0-9a-f]{32}$/', $cookie) === 1 ? $cookie : null;
    }

    private static function sign(string $cookie): ?string
    {
        $file = (string) getenv('DB_PASSWORD_FILE');
        $secret = is_readable($file) ? file_get_contents($file) : false;
        return $secret === false ? null : hash_hmac('sha256', "form:$cookie", $secret);
    }
}
