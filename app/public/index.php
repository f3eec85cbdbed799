<?php

declare(strict_types=1);

require __DIR__ . '/../src/autoload.php';

App\Site::answer(App\Request::fromGlobals())->send();
