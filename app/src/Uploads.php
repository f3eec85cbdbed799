<?php

declare(strict_types=1);

namespace App;

/**
 * Small pictures and texts, kept in a folder that all web nodes share. Nothing that a visitor says about a file is
 * believed: its type is read from its bytes, and its name is made here.
 */
final class Uploads
{
    private const string FOLDER = __DIR__ . '/../uploads';
    private const int MAX_BYTES = 2 * 1024 * 1024;
    private const int MAX_FILES = 200;
    private const array TYPES = [
        'image/png' => 'png',
        'image/jpeg' => 'jpg',
        'image/gif' => 'gif',
        'image/webp' => 'webp',
        'text/plain' => 'txt',
    ];

    public static function answer(Request $request): Response
    {
        if ($request->method === 'POST') {
            $problem = Csrf::isProven($request) && !$request->bodyIsJson
                ? self::store($request->field('idempotency_key'))
                : 'This form has expired. Go back, reload the page and send it again.';
            return $problem === null
                ? Response::seeOther('/uploads')
                : Response::html(View::message('That did not work', $problem), 422);
        }
        return Response::html(View::page('uploads', 'Uploads', [
            'files' => self::files(),
            'token' => Csrf::token($request),
            'key' => bin2hex(random_bytes(16)),
            'isWritable' => is_writable(self::FOLDER),
        ]));
    }

    /** @param string $name as `files()` gave it */
    public static function file(string $name): Response
    {
        $path = self::FOLDER . "/$name";
        $type = array_search(pathinfo($name, PATHINFO_EXTENSION), self::TYPES, true);
        if ($type === false || !is_file($path)) {
            return Response::text("There is no such file.\n", 404);
        }
        return new Response(200, '', [
            'Content-Type' => $type === 'text/plain' ? 'text/plain; charset=utf-8' : $type,
            'Content-Length' => (string) filesize($path),
            'Content-Disposition' => "inline; filename=\"$name\"",
            'Content-Security-Policy' => "default-src 'none'; sandbox",
            'Cache-Control' => 'public, max-age=31536000, immutable',
        ], $path);
    }

    /** Writes a file that other web nodes can be asked about; gives its token, or null if that failed. */
    public static function placeProbe(): ?string
    {
        $token = bin2hex(random_bytes(16));
        return @file_put_contents(self::FOLDER . "/$token.probe", '') === false ? null : $token;
    }

    public static function hasProbe(string $token): bool
    {
        return is_file(self::FOLDER . "/$token.probe");
    }

    public static function removeProbe(string $token): void
    {
        @unlink(self::FOLDER . "/$token.probe");
    }

    /**
     * The problem in a sentence, or null if the file is stored.
     *
     * @param string $key the form's; sent a second time, the form stores the same file again
     */
    private static function store(string $key): ?string
    {
        $file = $_FILES['file'] ?? null;
        if (!is_array($file) || !is_string($file['tmp_name'] ?? null) || $file['error'] === UPLOAD_ERR_NO_FILE) {
            return 'Please choose a file.';
        }
        if ($file['error'] !== UPLOAD_ERR_OK || $file['size'] > self::MAX_BYTES || $file['size'] === 0) {
            return 'A file may have up to 2 MiB, and must not be empty.';
        }
        if (count(self::files()) >= self::MAX_FILES) {
            return 'The folder is full.';
        }
        $type = (new \finfo(FILEINFO_MIME_TYPE))->file($file['tmp_name']);
        $extension = self::TYPES[$type] ?? null;
        if ($extension === null) {
            return 'Only PNG, JPEG, GIF and WebP pictures and plain text are taken.';
        }
        $name = substr(hash('sha256', $key === '' ? random_bytes(16) : $key), 0, 32) . ".$extension";
        return move_uploaded_file($file['tmp_name'], self::FOLDER . "/$name")
            ? null
            : 'The file could not be stored.';
    }

    /** @return list<array{name: string, bytes: int, isPicture: bool}> newest first */
    private static function files(): array
    {
        $names = array_filter(
            is_dir(self::FOLDER) ? (scandir(self::FOLDER) ?: []) : [],
            static fn (string $name): bool => preg_match('/^[0-9a-f]{32}\.(png|jpg|gif|webp|txt)$/', $name) === 1,
        );
        $times = [];
        foreach ($names as $name) {
            $times[$name] = (int) @filemtime(self::FOLDER . "/$name");
        }
        arsort($times);
        return array_map(static fn (string $name): array => [
            'name' => $name,
            'bytes' => (int) @filesize(self::FOLDER . "/$name"),
            'isPicture' => !str_ends_with($name, '.txt'),
        ], array_keys($times));
    }
}
