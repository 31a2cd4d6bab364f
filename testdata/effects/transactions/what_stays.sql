-- What of a text stays when a statement of it fails, and which statements share a transaction.

-- @setup
CREATE TABLE nowhere (a integer);
DROP TABLE nowhere;
CREATE TABLE t (a integer, b text);
INSERT INTO t SELECT i, 'x' FROM generate_series(1, 100) i;
CREATE TABLE u (a integer);
CREATE TABLE gone (a integer);
DROP TABLE gone;
CREATE TABLE part (a integer);
DROP TABLE part;
CREATE TABLE user_of_it (a integer);
DROP TABLE user_of_it;

-- @case the last statement fails
-- @send message | statement | pipeline
-- @wrap none | file
CREATE TABLE one (a integer);
CREATE TABLE two (a integer);
SELECT * FROM nowhere;

-- @case the first statement fails
-- @send message | statement | pipeline
-- @wrap none | file
SELECT * FROM nowhere;
CREATE TABLE one (a integer);

-- @case a statement in the middle fails
-- @send message | statement | pipeline
-- @wrap none | file
CREATE TABLE one (a integer);
ALTER TABLE t ADD COLUMN b integer;
CREATE TABLE two (a integer);

-- @case nothing fails
-- @send message | statement | pipeline
-- @wrap none | file
CREATE TABLE one (a integer);
CREATE TABLE two (a integer);
CREATE TABLE three (a integer);

-- @case COMMIT ends what was open
-- @send message | statement | pipeline
-- @wrap none | file
CREATE TABLE one (a integer);
COMMIT;
CREATE TABLE two (a integer);
CREATE TABLE three (a integer);

-- @case COMMIT ends what was open, then a statement fails
-- @send message | statement | pipeline
-- @wrap none | file
CREATE TABLE one (a integer);
COMMIT;
CREATE TABLE two (a integer);
SELECT * FROM nowhere;

-- @case a block of the text, with statements before and behind it
-- @send message | statement | pipeline
-- @wrap none | file
CREATE TABLE one (a integer);
BEGIN;
CREATE TABLE two (a integer);
COMMIT;
CREATE TABLE three (a integer);

-- @case a block of the text, with statements before and behind it, of which the last fails
-- @send message | statement | pipeline
-- @wrap none | file
CREATE TABLE one (a integer);
BEGIN;
CREATE TABLE two (a integer);
COMMIT;
CREATE TABLE three (a integer);
SELECT * FROM nowhere;

-- @case a block of the text fails
-- @send message | statement | pipeline
-- @wrap none | file
CREATE TABLE one (a integer);
BEGIN;
CREATE TABLE two (a integer);
SELECT * FROM nowhere;
COMMIT;

-- @case ROLLBACK takes back what was open
-- @send message | statement | pipeline
-- @wrap none | file
CREATE TABLE one (a integer);
ROLLBACK;
CREATE TABLE two (a integer);

-- @case a block of the text is rolled back
-- @send message | statement | pipeline
-- @wrap none | file
CREATE TABLE one (a integer);
BEGIN;
CREATE TABLE two (a integer);
ROLLBACK;
CREATE TABLE three (a integer);

-- @case COMMIT AND CHAIN begins the next block
-- @send message | statement | pipeline
-- @wrap none | file
BEGIN;
CREATE TABLE one (a integer);
COMMIT AND CHAIN;
CREATE TABLE two (a integer);
ROLLBACK;
CREATE TABLE three (a integer);

-- @case COMMIT AND CHAIN without a block of the text
-- @send message | statement | pipeline
-- @wrap none | file
CREATE TABLE one (a integer);
COMMIT AND CHAIN;
CREATE TABLE two (a integer);

-- @case BEGIN stands in a transaction already
-- @send message | statement | pipeline
-- @wrap none | file
BEGIN;
CREATE TABLE one (a integer);
BEGIN;
CREATE TABLE two (a integer);
COMMIT;
CREATE TABLE three (a integer);

-- @case ${begin} is left open
-- @each begin: BEGIN | START TRANSACTION | BEGIN ISOLATION LEVEL SERIALIZABLE
-- @send message | statement | pipeline
-- @wrap none | file
${begin};
ALTER TABLE t ADD COLUMN c integer;
CREATE INDEX i ON u (a);

-- @case SAVEPOINT, ROLLBACK TO and RELEASE
-- @send message | statement | pipeline
-- @wrap none | file
CREATE TABLE one (a integer);
SAVEPOINT s;
CREATE TABLE two (a integer);
ROLLBACK TO s;
CREATE TABLE three (a integer);
RELEASE s;

-- @case SAVEPOINT comes first
-- @send message | statement | pipeline
-- @wrap none | file
SAVEPOINT s;
CREATE TABLE one (a integer);

-- @case ${word} comes first
-- @each word: ROLLBACK TO s | RELEASE s
-- @send message | statement | pipeline
-- @wrap none | file
${word};
CREATE TABLE one (a integer);

-- @case SAVEPOINT behind BEGIN
-- @send message | statement | pipeline
-- @wrap none | file
BEGIN;
SAVEPOINT s;
ALTER TABLE t ADD COLUMN c integer;
ROLLBACK TO s;
CREATE INDEX i ON u (a);

-- @case COMMIT comes first
-- @send message | statement | pipeline
-- @wrap none | file
COMMIT;
CREATE TABLE one (a integer);
CREATE TABLE two (a integer);

-- @case COMMIT comes last
-- @send message | statement | pipeline
-- @wrap none | file
CREATE TABLE one (a integer);
CREATE TABLE two (a integer);
COMMIT;

-- @case END and ABORT
-- @send message | statement | pipeline
-- @wrap none | file
CREATE TABLE one (a integer);
END;
CREATE TABLE two (a integer);
ABORT;
CREATE TABLE three (a integer);

-- @case LOCK TABLE comes first
-- @send message | statement | pipeline
-- @wrap none | file
LOCK TABLE t IN SHARE MODE;
CREATE TABLE one (a integer);

-- @case LOCK TABLE comes last
-- @send message | statement | pipeline
-- @wrap none | file
CREATE TABLE one (a integer);
LOCK TABLE t IN SHARE MODE;

-- @case a cursor
-- @send message | statement | pipeline
-- @wrap none | file
CREATE TABLE one (a integer);
DECLARE c CURSOR FOR SELECT * FROM t;
FETCH c;

-- @case a cursor comes first
-- @send message | statement | pipeline
-- @wrap none | file
DECLARE c CURSOR FOR SELECT * FROM t;
FETCH c;
CREATE TABLE one (a integer);

-- @case locks are kept until the end
-- @send message | statement | pipeline
-- @wrap none | file
ALTER TABLE t ADD COLUMN c integer;
CREATE INDEX i ON u (a);
UPDATE t SET c = 1;

-- @case locks are given back at COMMIT
-- @send message | statement | pipeline
-- @wrap none | file
BEGIN;
ALTER TABLE t ADD COLUMN c integer;
COMMIT;
BEGIN;
CREATE INDEX i ON u (a);

-- @case a temporary table with ON COMMIT DROP: ${use}
-- @each use: SELECT * FROM gone | INSERT INTO gone VALUES (1) | ALTER TABLE gone ADD COLUMN b integer | DROP TABLE gone | CREATE TEMP TABLE gone (a integer)
-- @send message | statement | pipeline
-- @wrap none | file
CREATE TEMP TABLE gone (a integer) ON COMMIT DROP;
${use};
CREATE TABLE behind (a integer);

-- @case a temporary table with ON COMMIT DROP of ${made}
-- @each made: CREATE TEMP TABLE gone ON COMMIT DROP AS SELECT 1 AS a | DO $$ BEGIN CREATE TEMP TABLE gone (a integer) ON COMMIT DROP; INSERT INTO gone VALUES (1); END $$
-- @send message | statement | pipeline
-- @wrap none | file
${made};
SELECT a FROM gone;

-- @case COMMIT drops a temporary table and ${user}
-- @each user: CREATE TEMP VIEW user_of_it AS SELECT * FROM gone | CREATE FUNCTION user_of_it(gone) RETURNS integer LANGUAGE sql AS 'SELECT 1' | CREATE TABLE user_of_it (g gone) | ALTER TABLE gone RENAME TO user_of_it | CREATE TEMP TABLE user_of_it () INHERITS (gone)
-- @send message | statement | pipeline
-- @wrap none | file
BEGIN;
CREATE TEMP TABLE gone (a integer PRIMARY KEY) ON COMMIT DROP;
${user};
COMMIT;
CREATE TABLE behind (a integer);
SELECT * FROM user_of_it;

-- @case COMMIT does not drop what ROLLBACK TO SAVEPOINT took back
-- @send message | statement | pipeline
-- @wrap none | file
BEGIN;
SAVEPOINT s;
CREATE TEMP TABLE gone (a integer) ON COMMIT DROP;
ROLLBACK TO SAVEPOINT s;
CREATE TEMP TABLE gone (a integer);
COMMIT;
SELECT * FROM gone;

-- @case COMMIT drops a table whose DROP was taken back
-- @send message | statement | pipeline
-- @wrap none | file
BEGIN;
CREATE TEMP TABLE gone (a integer) ON COMMIT DROP;
SAVEPOINT s;
DROP TABLE gone;
ROLLBACK TO SAVEPOINT s;
SELECT * FROM gone;
COMMIT;
SELECT * FROM gone;

-- @case IF NOT EXISTS does not change what COMMIT does
-- @send message | statement | pipeline
-- @wrap none | file
BEGIN;
CREATE TEMP TABLE stays (a integer);
CREATE TEMP TABLE IF NOT EXISTS stays (a integer) ON COMMIT DROP;
COMMIT;
SELECT * FROM stays;

-- @case COMMIT drops a partitioned temporary table with its partitions
-- @send message | statement | pipeline
-- @wrap none | file
BEGIN;
CREATE TEMP TABLE gone (a integer) PARTITION BY RANGE (a) ON COMMIT DROP;
CREATE TEMP TABLE part PARTITION OF gone FOR VALUES FROM (1) TO (2);
COMMIT;
CREATE TEMP TABLE gone (a integer);
SELECT * FROM part;

-- @case COMMIT empties a temporary table with ${action}
-- @each action: ON COMMIT DELETE ROWS | ON COMMIT PRESERVE ROWS
-- @send message | statement | pipeline
-- @wrap none | file
BEGIN;
CREATE TEMP TABLE kept (a integer) ${action};
INSERT INTO kept VALUES (1);
COMMIT;
SELECT * FROM kept;
