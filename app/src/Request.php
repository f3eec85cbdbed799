<?php

declare(strict_types=1);

namespace App;

final readonly class Request
{
    /**
     * @param array<string, string> $form fields of the body, be it a form or JSON
     */
    public function __construct(
        public string $method,
        public string $path,
        public array $form,
        public bool $bodyIsJson,
        public bool $wantsJson,
        public bool $isEncrypted,
    ) {
    }

    public static function fromGlobals(): self
    {
        $path = parse_url($_SERVER['REQUEST_URI'] ?? '/', PHP_URL_PATH);
        $isJson = str_starts_with(strtolower($_SERVER['CONTENT_TYPE'] ?? ''), 'application/json');
        return new self(
            $_SERVER['REQUEST_METHOD'] ?? 'GET',
            is_string($path) ? (rtrim($path, '/') ?: '/') : '/',
            array_filter($isJson ? self::jsonBody() : $_POST, is_string(...)),
            $isJson,
            str_contains($_SERVER['HTTP_ACCEPT'] ?? '', 'application/json'),
            ($_SERVER['HTTPS'] ?? '') === 'on',
        );
    }

    public function field(string $name): string
    {
        return trim($this->form[$name] ?? '');
    }

    /** @return array<mixed> */
    private static function jsonBody(): array
    {
        $body = json_decode((string) file_get_contents('php://input'), true, 8);
        return is_array($body) ? $body : [];
    }
}
