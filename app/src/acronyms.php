<?php

declare(strict_types=1);

/** Acronym => [what it stands for, what it means here]. From modules/reference, by write-site-acronyms.ts. */
return [
    'CA' => ['certificate authority', 'signs certificates; this stack has one of its own, and web nodes trust only it when they talk to the database.'],
    'CDKTF' => ['Cloud Development Kit for Terraform', 'lets the stack be written in TypeScript; Terraform carries it out.'],
    'CSRF' => ['cross-site request forgery', 'another site sends a form in your name; the token in our forms prevents it.'],
    'DNS' => ['domain name system', 'turns names into addresses; the load balancer finds new web nodes with it.'],
    'GTID' => ['global transaction identifier', 'the number that a transaction carries on every member; comparing them shows who is behind.'],
    'HA' => ['high availability', 'the service goes on when parts of it fail.'],
    'HTTP' => ['hypertext transfer protocol', 'what browsers and web servers speak.'],
    'LAMP' => ['Linux, Apache, MySQL, PHP', 'the classic set for web sites, and what you are looking at.'],
    'PDO' => ['PHP data objects', 'the way this site talks to MySQL; its connections are kept open between requests.'],
    'PHP' => ['PHP: hypertext preprocessor', 'the language of this site.'],
    'QPS' => ['queries per second', 'how much work a database, or the whole site, gets done.'],
    'RPO' => ['recovery point objective', 'how much written data a failure may cost; here, nothing that was acknowledged.'],
    'RTO' => ['recovery time objective', 'how long a failure may last; here, seconds.'],
    'SPOF' => ['single point of failure', 'the part whose loss stops everything; finding and doubling them is the point of this stack.'],
    'SQL' => ['structured query language', 'what one asks a database in.'],
    'TCP' => ['transmission control protocol', 'carries bytes in order between two machines; the database routers work at this level.'],
    'TLS' => ['transport layer security', 'encrypts a connection and proves who is at the other end.'],
];
