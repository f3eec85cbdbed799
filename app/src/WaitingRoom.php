<?php

declare(strict_types=1);

namespace App;

/**
 * Bounds how many requests of this web node wait for the database at once: Apache's processes are few, and pages that
 * need no database must still find one.
 */
final readonly class WaitingRoom
{
    private const int SEATS = 16;

    /** @param resource $lock released with the object, or with the process */
    private function __construct(private mixed $lock)
    {
    }

    /** A seat, or null if all are taken. */
    public static function enter(): ?self
    {
        for ($seat = 0; $seat < self::SEATS; $seat++) {
            $file = fopen(sys_get_temp_dir() . "/waiting-for-database-$seat", 'c');
            if ($file !== false && flock($file, LOCK_EX | LOCK_NB)) {
                return new self($file);
            }
        }
        return null;
    }
}
