DROP TABLE a;  -- expect: drop-table
DROP TABLE IF EXISTS b, c;  -- expect: drop-table, drop-table
CREATE TABLE fresh (a int);
DROP TABLE fresh;
DROP TABLE IF EXISTS fresh;
CREATE TEMP TABLE scratch (a int);
DROP TABLE scratch;
DROP VIEW v;
