<?php

declare(strict_types=1);

namespace Lampstand;

/**
 * Bounds how many requests of this web node wait for a lost database to two thirds of its processes: pages that need no
 * database must still find one.
 */
final readonly class WaitingSeat
{
    private const int DEFAULT_WORKERS = 24;

    /** @param resource $lock released with the object, or with the process */
    private function __construct(private mixed $lock)
    {
    }

    /** A seat, or null if all are taken. */
    public static function take(): ?self
    {
        $workers = (int) (getenv('LAMPSTAND_REQUEST_WORKERS') ?: self::DEFAULT_WORKERS);
        for ($seat = max(1, intdiv(2 * $workers, 3)); $seat > 0; $seat--) {
            $file = fopen(sys_get_temp_dir() . "/lampstand-waiting-$seat", 'c');
            if ($file !== false && flock($file, LOCK_EX | LOCK_NB)) {
                return new self($file);
            }
        }
        return null;
    }
}
