import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { DumpConverter } from "../../modules/database/agent/sql/convert.ts";
import { withRemedy } from "../../modules/database/agent/sql/remedy.ts";
import { StatementReader } from "../../modules/database/agent/sql/statements.ts";
import { plainSql } from "../../modules/database/index.ts";

function convert(
  sql: string,
  isStrict = false,
): { readonly text: string; readonly notes: readonly string[] } {
  const converter = new DumpConverter(isStrict);
  const text = converter.convert(sql) + converter.end();
  return { text, notes: [...converter.notes.keys()] };
}

const file = (name: string) => readFileSync(join(import.meta.dirname, "field-sql", name), "latin1");

/** Pieces of SQL that open, end or hide a statement's end. */
const pieces = fc
  .array(
    fc.constantFrom(
      ...["'", '"', "`", "\\", ";", "\n", "-- ", "--", "#", "/*", "*/", "/*!50003 ", "a", "''", "\\'", " "],
      ...[
        "DELIMITER ;;\n",
        "DELIMITER ;\n",
        ";;",
        "INSERT INTO t VALUES ('x;y');\n",
        "USE a\n",
        "use b;",
        "$$",
        "\xe9",
      ],
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(""));

test("statements, put together, are what was read, wherever the file is cut into pieces", () => {
  fc.assert(
    fc.property(pieces, fc.array(fc.nat(200), { maxLength: 8 }), (sql, cuts) => {
      const whole = new StatementReader();
      const expected = [...whole.read(sql), ...whole.end()];
      assert.equal(expected.map(({ text, end }) => text + end).join(""), sql);
      const reader = new StatementReader();
      const places = [0, ...cuts.filter((cut) => cut < sql.length).sort((a, b) => a - b), sql.length];
      const read = places.slice(1).flatMap((to, index) => reader.read(sql.slice(places[index], to)));
      assert.deepEqual([...read, ...reader.end()], expected);
    }),
    { numRuns: 200000 },
  );
});

test("a semicolon in a text, a name, a comment or a body ends no statement", () => {
  const reader = new StatementReader();
  const sql =
    "SELECT 'a;\\';', \"b;\", `c;`; -- d;\n/* e; */ SELECT 2;\nDELIMITER ;;\nBEGIN SELECT 3; END;;\nDELIMITER ;\nSELECT 4;";
  const texts = [...reader.read(sql), ...reader.end()].map(({ text }) => text.trim());
  assert.deepEqual(texts, [
    "SELECT 'a;\\';', \"b;\", `c;`",
    "-- d;",
    "/* e; */",
    "SELECT 2",
    "",
    "BEGIN SELECT 3; END",
    "",
    "SELECT 4",
  ]);
});

test("every line stays where it was, so that MySQL's message names the right one", () => {
  for (const name of [
    "definer.sql",
    "engines.sql",
    "keys-later.sql",
    "no-primary-key.sql",
    "other-server.sql",
  ]) {
    const sql = file(name);
    assert.equal(convert(sql).text.split("\n").length, sql.split("\n").length, name);
  }
});

test("rows are never touched, whatever they hold", () => {
  const row =
    "INSERT INTO posts VALUES ('USE x; DEFINER=`a`@`b` ENGINE=MyISAM utf8mb4_uca1400_ai_ci', 'GRANT ALL');\n";
  assert.deepEqual(convert(row), { text: row, notes: [] });
});

test("what only the other server needs is left out and listed", () => {
  const { text, notes } = convert(file("other-server.sql"));
  assert.doesNotMatch(text, /SQL_LOG_BIN|GTID_PURGED|USE|GRANT|CREATE (USER|DATABASE)|sandbox|uca1400/);
  assert.match(text, /COLLATE=utf8mb4_0900_ai_ci;/);
  assert.deepEqual(notes, [
    "left out: MariaDB's sandbox comment",
    "left out: SET of the other server's replication",
    "left out: CREATE, DROP or ALTER DATABASE",
    "left out: USE, since everything goes into the site's database",
    "collation utf8mb4_uca1400_ai_ci became utf8mb4_0900_ai_ci",
    "left out: CREATE, DROP or ALTER USER",
    "left out: GRANT, REVOKE or FLUSH",
  ]);
});

test("a definer that isn't here becomes the site's user", () => {
  const { text, notes } = convert(file("definer.sql"));
  assert.doesNotMatch(text, /DEFINER=/);
  assert.match(text, /SQL SECURITY DEFINER VIEW low_stock/);
  assert.deepEqual(notes, ["the site's user owns what had a DEFINER"]);
  const versioned =
    "/*!50003 CREATE*/ /*!50017 DEFINER=`a`@`%`*/ /*!50003 TRIGGER t BEFORE INSERT ON x FOR EACH ROW SET @a = 1 */;";
  assert.equal(convert(versioned).text, versioned.replace("DEFINER=`a`@`%`", ""));
});

test("a key that a dump adds later takes the place of the invisible one", () => {
  const { text } = convert(file("keys-later.sql"));
  assert.match(
    text,
    /\nALTER TABLE settings DROP PRIMARY KEY, DROP COLUMN my_row_id, ADD PRIMARY KEY \(id\), ADD UNIQUE/,
  );
  assert.match(text, /\nALTER TABLE settings MODIFY id/);
});

test("other engines become InnoDB, and under database.strict nothing is hidden from the server", () => {
  const { text, notes } = convert(file("engines.sql"));
  assert.doesNotMatch(text, /MyISAM|MEMORY/);
  assert.deepEqual(notes, ["ENGINE=MyISAM became InnoDB", "ENGINE=MEMORY became InnoDB"]);
  assert.match(convert(file("engines.sql"), true).text, /ENGINE=MyISAM/);
  assert.doesNotMatch(convert(file("keys-later.sql"), true).text, /my_row_id/);
});

test("a dump of two databases is refused, since their tables would be mixed", () => {
  assert.throws(
    () => convert("USE a;\nCREATE TABLE t (id INT PRIMARY KEY);\nUSE `b`;\n"),
    /^Error: the dump is of more than one database \(a, b\); dump the site's own alone, for example by `mysqldump NAME`$/,
  );
});

test("USE ends with its line, as the client has it, and its quotes don't matter", () => {
  const table = "CREATE TABLE t (id INT PRIMARY KEY);\n";
  assert.equal(convert(`USE oldsite\n${table}use \`oldsite\`; ${table}`).text, `\n${table} ${table}`);
});

test("a byte order mark hides nothing", () => {
  assert.equal(convert("\xef\xbb\xbfCREATE DATABASE x;\nSELECT 1;").text, "\nSELECT 1;");
});

test("where the server makes no invisible keys, none is dropped", () => {
  const converter = new DumpConverter(false, false);
  const text = converter.convert(file("keys-later.sql")) + converter.end();
  assert.doesNotMatch(text, /my_row_id/);
  assert.deepEqual([...converter.notes.keys()], []);
});

test("MySQL's message comes with what to do about it", () => {
  assert.equal(
    withRemedy("ERROR 1273 (HY000) at line 3: Unknown collation: 'x'"),
    "ERROR 1273 (HY000) at line 3: Unknown collation: 'x'; MySQL has no such collation: utf8mb4_0900_ai_ci is its own default",
  );
  assert.equal(withRemedy("ERROR 9999 at line 1: y"), "ERROR 9999 at line 1: y");
});

test("a key that is added with its column, or by changing one, takes the place of the invisible one", () => {
  const drop = "DROP PRIMARY KEY, DROP COLUMN my_row_id, ";
  for (const change of ["ADD id INT AUTO_INCREMENT PRIMARY KEY", "MODIFY id INT NOT NULL PRIMARY KEY"]) {
    const { text } = convert(`CREATE TABLE a (id INT);\nALTER TABLE a ${change};`);
    assert.equal(text, `CREATE TABLE a (id INT);\nALTER TABLE a ${drop}${change};`);
  }
  const other = "CREATE TABLE a (id INT);\nALTER TABLE a ADD n INT COMMENT 'not the primary key';";
  assert.equal(convert(other).text, other);
});

test("a text or a name about keys is none, and a table that is made again is judged again", () => {
  const keyless = "CREATE TABLE a (n INT COMMENT 'the primary key', `primary key` INT);";
  assert.equal(convert(keyless).notes.length, 1);
  const again = `${keyless}\nDROP TABLE a;\nCREATE TABLE a (id INT PRIMARY KEY);\nALTER TABLE a DROP PRIMARY KEY, ADD PRIMARY KEY (id, n);`;
  assert.equal(convert(again).text, again);
});

test("another engine is found wherever it is said, and nowhere else", () => {
  const options = "COMMENT='(a) ENGINE=MyISAM' PAGE_CHECKSUM=1 UNION=(b,c) PARTITION BY HASH(id)";
  const { text, notes } = convert(
    `CREATE TABLE a (id INT PRIMARY KEY COMMENT 'ENGINE=Aria') ENGINE=MyISAM ${options};`,
  );
  assert.equal(
    text,
    `CREATE TABLE a (id INT PRIMARY KEY COMMENT 'ENGINE=Aria') ENGINE=InnoDB ${options.replace(" PAGE_CHECKSUM=1", "")};`,
  );
  assert.deepEqual(notes, ["ENGINE=MyISAM became InnoDB"]);
});

test("a default or a comment that names a collation stays as it is", () => {
  const name = "utf8mb4_uca1400_ai_ci";
  const kept = `CREATE TABLE a (id INT PRIMARY KEY, c CHAR(40) DEFAULT '${name}' COMMENT 'COLLATE ${name}'`;
  const { text } = convert(`${kept} COLLATE '${name}') COLLATE=${name};`);
  assert.equal(text, `${kept} COLLATE 'utf8mb4_0900_ai_ci') COLLATE=utf8mb4_0900_ai_ci;`);
  const setting = convert(`SET collation_connection = '${name}';`).text;
  assert.equal(setting, "SET collation_connection = 'utf8mb4_0900_ai_ci';");
});

test("what a dump has that the managed database doesn't take is known before it is deployed", () => {
  const content =
    "USE shop;\nCREATE TABLE a (id INT PRIMARY KEY) ENGINE=MyISAM;\nCREATE TABLE b (id INT PRIMARY KEY) ENGINE=MyISAM;";
  assert.deepEqual(plainSql([{ path: "shop.sql", content }], false).notes, [
    "shop.sql: left out: USE, since everything goes into the site's database",
    "shop.sql: ENGINE=MyISAM became InnoDB (2 times)",
  ]);
});
