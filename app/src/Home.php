<?php

declare(strict_types=1);

namespace App;

final class Home
{
    public static function answer(): Response
    {
        $writes = self::whoAnswers(Database::primary());
        $reads = self::whoAnswers(Database::read());
        return Response::html(View::page('home', 'A LAMP stack that survives', [
            'node' => Stack::node(),
            'host' => (string) gethostname(),
            'webNodeCount' => max(1, count(Stack::webNodes())),
            'members' => Stack::members(),
            'writes' => $writes,
            'reads' => $reads,
        ]));
    }

    /** @return array{member: string, isWritable: bool, cipher: string}|null null if nobody does */
    private static function whoAnswers(Database $database): ?array
    {
        try {
            return Stack::answeringMember($database);
        } catch (DatabaseUnavailable) {
            return null;
        }
    }
}
