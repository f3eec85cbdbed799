-- PHP sessions of all web nodes. The id itself is never stored: who reads the table can't take a session over.
CREATE TABLE IF NOT EXISTS lampstand_sessions (
  id_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'SHA-256 of the session id',
  data MEDIUMBLOB NOT NULL,
  version INT UNSIGNED NOT NULL COMMENT 'counts writes; a writer that lost its lock notices',
  expires_at BIGINT UNSIGNED NOT NULL COMMENT 'Unix time in seconds, by the database''s clock',
  PRIMARY KEY (id_hash),
  KEY expires_at (expires_at)
) ENGINE = InnoDB;
