-- The site's tables, loaded once into a new database.
CREATE TABLE IF NOT EXISTS guestbook (
  id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'made by the client: a repeated request writes once',
  author VARCHAR(60) NOT NULL,
  message VARCHAR(1000) NOT NULL,
  web_node VARCHAR(255) NOT NULL,
  created_at TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  PRIMARY KEY (id),
  KEY created_at (created_at)
);

-- One row a web node: /checks writes it on the primary and waits for it at the read address.
CREATE TABLE IF NOT EXISTS read_back (
  web_node VARCHAR(255) NOT NULL,
  token CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (web_node)
);

-- What /bench/db reads.
CREATE TABLE IF NOT EXISTS bench (
  id INT UNSIGNED NOT NULL,
  word VARCHAR(32) NOT NULL,
  PRIMARY KEY (id)
);
INSERT IGNORE INTO bench (id, word)
WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1000)
SELECT n, CONCAT('word ', n) FROM numbers;
