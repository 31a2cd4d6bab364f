-- Which locks count as those of several tables.
CREATE TABLE users (id bigint PRIMARY KEY, email text);
CREATE TABLE orders (id bigint, user_id bigint);
-- file: 0002.sql
SET lock_timeout = '2s';
BEGIN;
ALTER TABLE users ADD COLUMN a integer;
ALTER TABLE users ADD COLUMN b integer;
ALTER TABLE orders ADD COLUMN a integer; -- expect: locks-several-tables
COMMIT;
-- file: 0003.sql
-- Each statement is a transaction of its own.
SET lock_timeout = '2s';
ALTER TABLE users ADD COLUMN c integer;
ALTER TABLE orders ADD COLUMN c integer;
-- file: 0004.sql
-- A table that the transaction made is nobody else's.
SET lock_timeout = '2s';
BEGIN;
ALTER TABLE users ADD COLUMN d integer;
CREATE TABLE notes (id bigint);
ALTER TABLE notes ADD COLUMN d integer;
COMMIT;
-- file: 0005.sql
-- What was rolled back is not held any more.
SET lock_timeout = '2s';
BEGIN;
SAVEPOINT s;
ALTER TABLE users ADD COLUMN e integer;
ROLLBACK TO s;
ALTER TABLE orders ADD COLUMN e integer;
COMMIT;
-- file: 0006.sql
-- Locks that stop neither readers nor writers are in nobody's way.
SET lock_timeout = '2s';
BEGIN;
ALTER TABLE users ALTER COLUMN email SET STATISTICS 100;
ALTER TABLE orders ADD COLUMN f integer;
COMMIT;
