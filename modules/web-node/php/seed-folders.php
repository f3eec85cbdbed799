<?php

declare(strict_types=1);

use Lampstand\FolderSeed;

require __DIR__ . '/FolderSeed.php';

/*
 * seed-folders.php APP ORIGINALS RULES STAMP              puts the site's own files into its writable folders
 * seed-folders.php APP ORIGINALS RULES STAMP kept [TIME]  prints a JSON list of those that differ and were left as they
 *                                                         are, as far as they were compared since a Unix time
 */
[, $app, $originals, $rulesFile, $stampFile] = $argv;
$rules = json_decode((string) file_get_contents($rulesFile), true, 2, JSON_THROW_ON_ERROR);
$kept = [];
foreach ($rules as $folder => $rule) {
    if (($argv[5] ?? '') === 'kept') {
        $paths = FolderSeed::keptIn("$app/$folder", (int) ($argv[6] ?? 0));
        $kept = [...$kept, ...array_map(static fn (string $path): string => "$folder/$path", $paths)];
    } elseif (is_dir("$originals/$folder")) {
        $seed = new FolderSeed("$originals/$folder", "$app/$folder", $rule, trim((string) file_get_contents($stampFile)));
        try {
            $seed->run();
        } catch (RuntimeException $error) {
            fwrite(STDERR, "lampstand: the site's own files of $folder: {$error->getMessage()}\n");
        }
    }
}
if (($argv[5] ?? '') === 'kept') {
    echo json_encode($kept, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE), "\n";
}
