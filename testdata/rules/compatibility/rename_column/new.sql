-- at main: 0001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY, name text);
-- file: 0001_users.sql
CREATE TABLE users (id bigint PRIMARY KEY, name text);
-- file: 0002_t.sql
CREATE TABLE t (id bigint PRIMARY KEY, x int);
ALTER TABLE users ADD COLUMN nick text;
-- file: 0003_t.sql
ALTER TABLE t RENAME COLUMN x TO y;
ALTER TABLE users RENAME COLUMN nick TO alias;
ALTER TABLE users RENAME COLUMN name TO title;  -- expect: rename-column
