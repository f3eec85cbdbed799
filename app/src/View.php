<?php

declare(strict_types=1);

namespace App;

final class View
{
    /**
     * A template within the site's layout.
     *
     * @param array<string, mixed> $values the template's variables
     */
    public static function page(string $template, string $title, array $values = []): string
    {
        return self::render('layout', [
            'title' => $title,
            'current' => $template,
            'content' => self::render($template, $values),
            'node' => Stack::node(),
        ]);
    }

    /** A page that says one thing, such as an error. */
    public static function message(string $title, string $text): string
    {
        return self::page('message', $title, ['title' => $title, 'text' => $text]);
    }

    public static function escape(string|int|float $text): string
    {
        return htmlspecialchars((string) $text, ENT_QUOTES | ENT_SUBSTITUTE | ENT_HTML5, 'UTF-8');
    }

    /** @param array<string, mixed> $values */
    private static function render(string $template, array $values): string
    {
        return (static function (string $file, array $values): string {
            extract($values, EXTR_SKIP);
            $e = self::escape(...);
            ob_start();
            require $file;
            return (string) ob_get_clean();
        })(__DIR__ . "/../templates/$template.php", $values);
    }
}
