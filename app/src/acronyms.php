<?php

declare(strict_types=1);

/** Acronym => [its long form, what it means here]. From modules/reference, by write-site-acronyms.ts. */
return [
    'CA' => ['certificate authority', 'signs certificates; this stack has its own, and web nodes trust only that one for the database.'],
    'CDKTF' => ['Cloud Development Kit for Terraform', 'describes the stack in TypeScript, and gives Terraform a JSON file to deploy.'],
    'CSRF' => ['cross-site request forgery', 'another site submits a form in your name; a token in each form prevents it.'],
    'DNS' => ['domain name system', 'resolves names to addresses; the load balancer finds new web nodes with it.'],
    'GTID' => ['global transaction identifier', 'identifies a transaction on every member; comparing sets of them shows who is behind.'],
    'HA' => ['high availability', 'the service keeps working when a part of it fails.'],
    'HTTP' => ['hypertext transfer protocol', 'the protocol between browsers and web servers.'],
    'LAMP' => ['Linux, Apache, MySQL, PHP', 'the classic stack for web sites: system, web server, database and language; this project makes it redundant.'],
    'PDO' => ['PHP data objects', 'PHP\'s interface to databases; its connections can stay open between requests.'],
    'PHP' => ['PHP: hypertext preprocessor', 'the language that the site is written in.'],
    'QPS' => ['queries per second', 'how much work a database, or a whole site, does.'],
    'RPO' => ['recovery point objective', 'how much written data a failure may lose; here no acknowledged write.'],
    'RTO' => ['recovery time objective', 'how long an interruption may last; here seconds.'],
    'SPOF' => ['single point of failure', 'a component whose loss stops the service; this stack removes as many as it can.'],
    'SQL' => ['structured query language', 'the language of database queries.'],
    'TCP' => ['transmission control protocol', 'carries bytes in order between two machines; the database routers work at this level.'],
    'TLS' => ['transport layer security', 'encrypts a connection and proves the identity of the server.'],
];
