<?php

declare(strict_types=1);

namespace App;

final readonly class Response
{
    /** Nothing from anywhere else, no script at all. */
    private const string POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        . "base-uri 'none'; frame-ancestors 'none'";

    /**
     * @param array<string, string> $headers
     * @param string|null $file sent after the body
     */
    public function __construct(
        public int $status,
        public string $body,
        public array $headers,
        public ?string $file = null,
    ) {
    }

    public static function html(string $body, int $status = 200): self
    {
        return new self($status, $body, ['Content-Type' => 'text/html; charset=utf-8', 'Cache-Control' => 'no-store']);
    }

    public static function text(string $body, int $status = 200): self
    {
        return new self($status, $body, ['Content-Type' => 'text/plain; charset=utf-8', 'Cache-Control' => 'no-store']);
    }

    public static function json(mixed $value, int $status = 200): self
    {
        $flags = JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES;
        return new self(
            $status,
            json_encode($value, $flags) . "\n",
            ['Content-Type' => 'application/json', 'Cache-Control' => 'no-store'],
        );
    }

    /** After a form: a reload of the page that follows posts nothing. */
    public static function seeOther(string $path): self
    {
        return new self(303, '', ['Location' => $path, 'Cache-Control' => 'no-store']);
    }

    /** @param array<string, string> $headers */
    public function with(array $headers): self
    {
        return new self($this->status, $this->body, [...$this->headers, ...$headers], $this->file);
    }

    public function send(): void
    {
        http_response_code($this->status);
        foreach (['Content-Security-Policy' => self::POLICY, ...$this->headers] as $name => $value) {
            header("$name: $value");
        }
        echo $this->body;
        if ($this->file !== null) {
            readfile($this->file);
        }
    }
}
