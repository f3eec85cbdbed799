<?php

declare(strict_types=1);

// Runs before every page of the app. A page that starts no session pays for one small object and nothing else;
// an app that brings its own session handler still gets its way.
require_once __DIR__ . '/SessionStore.php';
session_set_save_handler(new Lampstand\SessionStore(), true);
