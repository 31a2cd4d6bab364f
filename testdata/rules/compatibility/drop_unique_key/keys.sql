-- file: 0001_tables.sql
CREATE TABLE a (id bigint PRIMARY KEY, email text CONSTRAINT a_email UNIQUE, b int, c int, UNIQUE (b, c), UNIQUE (id, b));
CREATE UNIQUE INDEX a_c ON a (c);
CREATE UNIQUE INDEX a_some ON a (b) WHERE c > 0;
CREATE INDEX a_plain ON a (b);
-- file: 0002_drops.sql
ALTER TABLE a DROP CONSTRAINT a_email;  -- expect: drop-unique-key
DROP INDEX a_plain;
DROP INDEX a_some;
-- the primary key keeps it unique
ALTER TABLE a DROP CONSTRAINT a_id_b_key;
-- file: 0003_replaced.sql
ALTER TABLE a DROP CONSTRAINT a_b_c_key, ADD CONSTRAINT c_b UNIQUE (c, b);
-- file: 0004_index.sql
DROP INDEX CONCURRENTLY a_c;  -- expect: drop-unique-key
-- file: 0005_gone.sql
ALTER TABLE a DROP CONSTRAINT a_pkey;
DROP TABLE a;
-- file: 0006_new.sql
CREATE TABLE fresh (id bigint PRIMARY KEY);
ALTER TABLE fresh DROP CONSTRAINT fresh_pkey;
