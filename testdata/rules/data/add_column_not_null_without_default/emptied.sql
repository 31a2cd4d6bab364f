-- file: 0001_tables.sql
CREATE TABLE a (id bigint PRIMARY KEY);
CREATE TABLE b (id bigint PRIMARY KEY, a_id bigint REFERENCES a);
-- file: 0002_emptied.sql
BEGIN;
TRUNCATE a CASCADE;
ALTER TABLE b ADD COLUMN x int NOT NULL;  -- expect: add-column-not-null-without-default
CREATE INDEX b_x ON b (x);
COMMIT;
-- file: 0003_alone.sql
TRUNCATE b;
CREATE INDEX b_id ON b (a_id);
