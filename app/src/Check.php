<?php

declare(strict_types=1);

namespace App;

/** One thing that was looked at: whether it is as it should be, what was seen, and why it matters. */
final readonly class Check
{
    public function __construct(
        public string $name,
        public bool $passed,
        public string $seen,
        public string $why,
    ) {
    }
}
