<?php

declare(strict_types=1);

namespace Lampstand;

use FilesystemIterator;
use RecursiveDirectoryIterator;
use RecursiveIteratorIterator;
use RuntimeException;
use SplFileInfo;

/**
 * Puts the site's own files into a writable folder, whose volume outlives them. What was put there is recorded in the
 * folder, so that a file that the site has removed since doesn't come back, and an edited one can be told from one that
 * the site has changed. Nothing is ever removed.
 */
final class FolderSeed
{
    public const RECORD = '.lampstand-seed.json';

    private const FOLDER = 'folder';

    /** @var array<string, string> what each of the site's files was when it was last compared, by path */
    private array $seeded = [];

    /** @var list<string> paths that differ from the site's files and were left as they are */
    private array $kept = [];

    /**
     * @param string $from the site's files as the image has them
     * @param string $to the writable folder
     * @param string $rule 'missing', 'newer' or 'always'
     * @param string $stamp another one for other files
     */
    public function __construct(
        private readonly string $from,
        private readonly string $to,
        private readonly string $rule,
        private readonly string $stamp,
    ) {
    }

    /** Does nothing where it has been done with the same files by the same rule. */
    public function run(): void
    {
        $file = fopen("$this->to/" . self::RECORD, 'c+');
        if ($file === false || !flock($file, LOCK_EX)) {
            throw new RuntimeException("$this->to can't be written to");
        }
        $record = json_decode((string) stream_get_contents($file), true);
        $stamp = "$this->rule $this->stamp";
        if (($record['stamp'] ?? null) === $stamp) {
            return;
        }
        // A volume of an earlier version has no record: what it lacks may have been removed on purpose.
        $hasHistory = $record !== null || count(scandir($this->to)) === 3;
        $this->seeded = $record['seeded'] ?? [];
        if ($hasHistory) {
            self::write($file, ['stamp' => '', 'seeded' => $this->seeded, 'kept' => []]);
        }
        $now = $this->originals();
        foreach ($now as $path => $identity) {
            $this->place((string) $path, $identity, $hasHistory);
        }
        self::write($file, ['stamp' => $stamp, 'at' => time(), 'seeded' => $now, 'kept' => $this->kept]);
    }

    /**
     * @param int $since in seconds; what was compared earlier is not listed
     * @return list<string> what was left as it is, though it differs from the site's files
     */
    public static function keptIn(string $folder, int $since): array
    {
        $record = json_decode((string) @file_get_contents("$folder/" . self::RECORD), true);
        return ($record['at'] ?? 0) >= $since ? $record['kept'] ?? [] : [];
    }

    private function place(string $path, string $identity, bool $hasHistory): void
    {
        $there = self::identityOf("$this->to/$path");
        if ($there === $identity) {
            return;
        }
        $before = $this->seeded[$path] ?? null;
        if ($there === null) {
            if ($this->rule === 'always' || ($before === null && $hasHistory)) {
                $this->put($path, $identity);
            } elseif ($before === null) {
                $this->kept[] = $path;
            }
            return;
        }
        $isFile = $there !== self::FOLDER && $identity !== self::FOLDER;
        $isEdited = $before !== null && $before !== $identity;
        if ($isFile && ($this->rule === 'always' || ($this->rule === 'newer' && $isEdited))) {
            $this->put($path, $identity);
            return;
        }
        $this->kept[] = $path;
    }

    /** A reader sees the file as it was or as it is then. */
    private function put(string $path, string $identity): void
    {
        $source = "$this->from/$path";
        $target = "$this->to/$path";
        $folder = $identity === self::FOLDER ? $target : dirname($target);
        if (!is_dir($folder) && !mkdir($folder, 0755, true)) {
            throw new RuntimeException("$folder can't be made");
        }
        if ($identity === self::FOLDER) {
            return;
        }
        $new = "$target.lampstand-new";
        @unlink($new);
        $isMade = is_link($source)
            ? symlink((string) readlink($source), $new)
            : copy($source, $new) && chmod($new, fileperms($source) & 0777) && touch($new, (int) filemtime($source));
        if (!$isMade || !rename($new, $target)) {
            @unlink($new);
            throw new RuntimeException("$target can't be written");
        }
    }

    /** @return array<string, string> what each of the site's files is, folders before what they hold */
    private function originals(): array
    {
        $walk = new RecursiveIteratorIterator(
            new RecursiveDirectoryIterator($this->from, FilesystemIterator::SKIP_DOTS),
            RecursiveIteratorIterator::SELF_FIRST,
        );
        $found = [];
        /** @var SplFileInfo $entry */
        foreach ($walk as $entry) {
            $path = substr($entry->getPathname(), strlen($this->from) + 1);
            $found[$path] = (string) self::identityOf($entry->getPathname());
        }
        ksort($found, SORT_STRING);
        return $found;
    }

    private static function identityOf(string $path): ?string
    {
        if (is_link($path)) {
            return 'link ' . readlink($path);
        }
        if (is_dir($path)) {
            return self::FOLDER;
        }
        return is_file($path) ? (string) hash_file('xxh128', $path) : null;
    }

    /**
     * @param resource $file
     * @param array<string, mixed> $record
     */
    private static function write($file, array $record): void
    {
        $text = json_encode($record, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE);
        rewind($file);
        if (!ftruncate($file, 0) || fwrite($file, $text) !== strlen($text) || !fflush($file)) {
            throw new RuntimeException('the record of what was put into the folder can\'t be written');
        }
    }
}
