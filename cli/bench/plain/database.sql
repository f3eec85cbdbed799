CREATE DATABASE app;
CREATE USER app@'%' IDENTIFIED BY 'plain';
GRANT ALL ON app.* TO app@'%';
USE app;
CREATE TABLE bench (
  id INT UNSIGNED NOT NULL,
  word VARCHAR(32) NOT NULL,
  PRIMARY KEY (id)
);
INSERT INTO bench (id, word)
WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1000)
SELECT n, CONCAT('word ', n) FROM numbers;
