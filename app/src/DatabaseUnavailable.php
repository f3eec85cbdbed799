<?php

declare(strict_types=1);

namespace App;

/** There is no database server for this request; its message may be shown to visitors. */
final class DatabaseUnavailable extends \RuntimeException
{
}
