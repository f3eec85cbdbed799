import fc from "fast-check";

/** Texts that quoting could change, as values of php.ini and of the environment. */
export const texts = [
  ...[
    "",
    "'",
    '"',
    "a'b\"c",
    "$HOME",
    `\${HOME}`,
    "a;b#c",
    "\\",
    "\\\\'",
    "line 1\nline 2\r\n",
    "é🐘",
    "on",
    " x ",
  ],
  ...fc.sample(
    fc.string({ unit: "binary", maxLength: 30 }).map((text) => text.replaceAll("\0", "").toWellFormed()),
    40,
  ),
];
export const numbered = Object.fromEntries(texts.map((text, index) => [`LT_${index}`, text]));

/** Files of a document root that must not be served. */
export const hidden = [
  ...[
    "dump.sql",
    ".env",
    "composer.json",
    "auth.json",
    ".git-credentials",
    "deploy.sh",
    "php.ini",
    "index.php~",
  ],
  ...["terraform.local.tfstate", "terraform.tfstate.backup", "secret.tfvars", "lampstand.config.ts"],
  ...["id_rsa", "id_ed25519.old", "id_deploy", "server.pem", "server.KEY", "keys/tls.p12"],
  ...["compose.yaml", "docker-compose.yml", "docker-compose.prod.yml", "Dockerfile"],
];

export const pages: Readonly<Record<string, string>> = {
  "public/index.php": `<?php header("Content-Type: application/json");
    echo json_encode(["remote" => $_SERVER["REMOTE_ADDR"], "https" => $_SERVER["HTTPS"] ?? null,
      "proto" => $_SERVER["HTTP_X_FORWARDED_PROTO"] ?? null]);`,
  "public/texts.php": `<?php $out = [];
    for ($i = 0; $i < ${texts.length}; $i++) $out[] = [getenv("LT_$i"), $_SERVER["LT_$i"], get_cfg_var("lampstand.LT_$i")];
    header("Content-Type: application/json"); echo json_encode($out);`,
  "public/busy.php": `<?php $end = hrtime(true) + 3e9; while (hrtime(true) < $end) { usleep(10000); } echo "finished";`,
  "public/write.php": `<?php echo json_encode([@file_put_contents("/var/www/app/files/x.txt", "x"),
      @file_put_contents(__DIR__ . "/x.txt", "x"), posix_getuid()]);`,
  "public/upload.php": `<?php $file = $_FILES["file"];
    echo json_encode([$file["size"], $file["error"], dirname($file["tmp_name"])]);`,
  "public/frame.php": `<?php header("X-Frame-Options: DENY"); echo 1;`,
  "public/scheme/.htaccess":
    "RewriteEngine On\nRewriteCond %{HTTPS} =on\nRewriteRule ^is-https$ /page.html?https [R=302,L]\n",
  "public/scheme/index.php": `<?php echo $_SERVER["HTTPS"] ?? "off", " ", $_SERVER["REQUEST_SCHEME"], " ", $_SERVER["SERVER_PORT"];`,
  "public/page.html": "<h1>page</h1>",
  "public/folder/index.html": "folder",
  "public/.htaccess":
    'RewriteEngine On\nRewriteRule ^(healthz|readyz)$ page.html [L]\nHeader set X-Htaccess "yes"\n',
  "public/.well-known/security.txt": "Contact: x",
  ...Object.fromEntries(hidden.map((name) => [`public/${name}`, "secret"])),
  "public/wiki/.htaccess":
    "RewriteEngine On\nRewriteCond %{REQUEST_FILENAME} !-f\nRewriteRule ^ front.php [L]\n",
  "public/wiki/front.php": `<?php echo "front: ", $_SERVER["REQUEST_URI"];`,
  "public/wiki/real.sh": "secret",
  "public/id_card.svg": "<svg/>",
  "public/own/.htaccess":
    'Header set X-Frame-Options "ALLOW-FROM https://example.org"\nHeader unset Referrer-Policy\n',
  "public/own/page.html": "own",
  "public/put.php": `<?php $file = __DIR__ . "/" . $_GET["to"]; @mkdir(dirname($file), 0755, true);
    file_put_contents("$file.new", file_get_contents("php://input")); rename("$file.new", $file); echo "put";`,
  "public/media/.htaccess": "Require all granted\n",
  "files/evil.php": "<?php echo 'ran';",
};
