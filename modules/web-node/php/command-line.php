<?php

declare(strict_types=1);

// Runs before every PHP command on a web node, such as an application's migrations, and gives it the variables that
// Apache gives pages. What the command was started with wins.
(static function (): void {
    $file = '/run/lampstand/private/environment.conf';
    if (PHP_SAPI !== 'cli' || !is_readable($file)) {
        return;
    }
    foreach ((array) file($file, FILE_IGNORE_NEW_LINES) as $line) {
        if (preg_match('/^SetEnv (\w+) "(.*)"$/', (string) $line, $found) !== 1 || getenv($found[1]) !== false) {
            continue;
        }
        $value = (string) preg_replace('/\\\\(["\\\\])/', '$1', $found[2]);
        putenv("$found[1]=$value");
        $_SERVER[$found[1]] = $value;
    }
})();
