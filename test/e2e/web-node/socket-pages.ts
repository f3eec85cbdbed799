import type { RecipeFile } from "../../../modules/image/index.ts";

/** How sites connect that know nothing of the stack: the name of the host, the user, the password. */
const connects = `<?php
mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
$password = file_get_contents(getenv("DB_PASSWORD_FILE"));
$user = getenv("DB_USER");
$name = getenv("DB_NAME");
$pdo = fn (string $place, array $options = []) => new PDO("mysql:$place;dbname=$name", $user, $password, $options);
$places = ["localhost" => "host=localhost", "DB_HOST" => "host=" . getenv("DB_HOST") . ";port=" . getenv("DB_PORT"),
  "DB_SOCKET" => "unix_socket=" . getenv("DB_SOCKET"),
  "reads" => "host=" . getenv("DB_READ_HOST") . ";port=" . getenv("DB_READ_PORT")];
$answers = array_map(fn ($place) => $pdo($place)->query("SELECT 1")->fetchColumn(), $places);
$answers["mysqli"] = mysqli_connect("localhost", $user, $password, $name)->query("SELECT 1")->fetch_column();
$tls = [Pdo\\Mysql::ATTR_SSL_CA => getenv("DB_CA_FILE"), Pdo\\Mysql::ATTR_SSL_VERIFY_SERVER_CERT => true];
$answers["DB_HOST with TLS"] = $pdo($places["DB_HOST"], $tls)->query("SELECT 1")->fetchColumn();
$answers["the router with TLS"] = $pdo("host=db", $tls)->query("SELECT 1")->fetchColumn();
$answers["encrypted to the server"] = $pdo("host=localhost")->query("SHOW STATUS LIKE 'Ssl_cipher'")->fetchColumn(1) !== "";
echo json_encode($answers);`;

/** What one page leaves behind, and what the next one finds of it. */
const leaves = `<?php
$pdo = new PDO("mysql:host=localhost;dbname=app", "app", file_get_contents(getenv("DB_PASSWORD_FILE")));
$pdo->exec("CREATE TABLE IF NOT EXISTS counters (id INT AUTO_INCREMENT PRIMARY KEY, n INT)");
$seen = ["variable" => $pdo->query("SELECT @left")->fetchColumn(), "mode" => $pdo->query("SELECT @@sql_mode")->fetchColumn()];
try { $pdo->query("SELECT 1 FROM left_here"); $seen["temporary"] = true; } catch (PDOException) { $seen["temporary"] = false; }
$seen["lock"] = $pdo->query("SELECT GET_LOCK('left', 3)")->fetchColumn();
$pdo->exec("SET innodb_lock_wait_timeout = 3");
$pdo->exec("INSERT INTO counters (id, n) VALUES (1, 1) ON DUPLICATE KEY UPDATE n = n + 1");
$pdo->exec("INSERT INTO counters (n) VALUES (7)");
$seen["last insert"] = $pdo->query("SELECT LAST_INSERT_ID() = MAX(id) FROM counters")->fetchColumn();
$two = $pdo->query("SELECT 1; SELECT 2");
$two->nextRowset();
$seen["second of two"] = $two->fetchColumn();
$two = null;
$pdo->exec("SET @left = 5");
$pdo->exec("SET SESSION sql_mode = ''");
$pdo->exec("CREATE TEMPORARY TABLE left_here (id INT PRIMARY KEY)");
$my = mysqli_connect("localhost", "app", file_get_contents(getenv("DB_PASSWORD_FILE")), "app");
$my->query("BEGIN");
$my->query("UPDATE counters SET n = n + 1 WHERE id = 1");
echo json_encode($seen);`;

const environment = `<?php
exec("env", $program);
echo json_encode(["url" => getenv("DATABASE_URL"), "server" => $_SERVER["DATABASE_URL"], "quoted" => getenv("QUOTED"),
  "program" => (bool) preg_grep("/DATABASE_URL/", $program),
  "process" => str_contains(file_get_contents("/proc/self/environ"), "DATABASE_URL"),
  "password" => file_get_contents(getenv("DB_PASSWORD_FILE"))]);`;

export const socketPages: readonly RecipeFile[] = [
  { path: "public/connects.php", content: connects },
  { path: "public/leaves.php", content: leaves },
  { path: "public/environment.php", content: environment },
];
