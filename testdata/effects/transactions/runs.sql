-- Several migrations, in no transaction, in one for each and in one for all of them.

-- @setup
CREATE TABLE nowhere (a integer);
DROP TABLE nowhere;
CREATE SCHEMA other;
CREATE TABLE t (a integer, b text);
INSERT INTO t SELECT i, 'x' FROM generate_series(1, 100) i;
CREATE TABLE u (a integer);
CREATE TYPE mood AS ENUM ('good');
CREATE TABLE moods (m mood);
INSERT INTO moods VALUES ('good');
CREATE TABLE parent (id integer PRIMARY KEY);
CREATE TABLE child (id integer REFERENCES parent DEFERRABLE INITIALLY DEFERRED);

-- @case a lock of the first file
-- @send message | statement | pipeline
-- @wrap none | file | run
ALTER TABLE t ADD COLUMN c integer;
-- @file
CREATE INDEX i ON u (a);

-- @case a stronger lock in the second file
-- @send message | statement | pipeline
-- @wrap none | file | run
CREATE INDEX i ON t (a);
-- @file
ALTER TABLE t ADD COLUMN c integer;
CREATE TABLE behind (a integer);

-- @case a table of the first file is altered in the second
-- @send message | statement | pipeline
-- @wrap none | file | run
CREATE TABLE one (a integer);
-- @file
ALTER TABLE one ADD FOREIGN KEY (a) REFERENCES parent;
-- @file
CREATE TABLE two (a integer);

-- @case the second file fails
-- @send message | statement | pipeline
-- @wrap none | file | run
CREATE TABLE one (a integer);
-- @file
CREATE TABLE two (a integer);
SELECT * FROM nowhere;

-- @case the last of three files fails with its first statement
-- @send message | statement | pipeline
-- @wrap none | file | run
CREATE TABLE one (a integer);
-- @file
CREATE TABLE two (a integer);
CREATE TABLE three (a integer);
-- @file
SELECT * FROM nowhere;
CREATE TABLE four (a integer);

-- @case a value is added in the first file: ${use}
-- @each use: INSERT INTO moods VALUES ('bad') | UPDATE moods SET m = 'bad' | CREATE TABLE of_mood (m mood DEFAULT 'bad') | ALTER TABLE moods ALTER COLUMN m SET DEFAULT 'bad' | SELECT * FROM moods WHERE m = 'bad' | CREATE INDEX i ON moods (m) WHERE m = 'bad' | ALTER TABLE moods ADD CHECK (m <> 'bad') | CREATE VIEW v AS SELECT 'bad'::mood AS m | DELETE FROM moods WHERE m IN ('good', 'bad') | UPDATE moods SET m = 'good' WHERE moods.m = 'bad'
-- @send message | statement | pipeline
-- @wrap none | file | run
ALTER TYPE mood ADD VALUE 'bad';
-- @file
${use};

-- @case a value of a type of the first file is added in the second and used in the third
-- @send message | statement | pipeline
-- @wrap none | file | run
CREATE TYPE taste AS ENUM ('sweet');
-- @file
ALTER TYPE taste ADD VALUE 'sour';
-- @file
CREATE TABLE of_taste (t taste DEFAULT 'sour');

-- @case a value of a type of the first file is used in the second
-- @send message | statement | pipeline
-- @wrap none | file | run
CREATE TYPE taste AS ENUM ('sweet');
-- @file
CREATE TABLE of_taste (t taste DEFAULT 'sweet');

-- @case ${what} in the second file
-- @each what: CREATE INDEX CONCURRENTLY i ON t (a) | REINDEX SCHEMA public | VACUUM t
-- @send message | statement | pipeline
-- @wrap none | file | run
CREATE TABLE one (a integer);
-- @file
${what};

-- @case SET LOCAL in the first file
-- @send message | statement | pipeline
-- @wrap none | file | run
SET LOCAL search_path = other;
CREATE TABLE one (a integer);
-- @file
CREATE TABLE two (a integer);

-- @case a savepoint of the first file
-- @send message | statement | pipeline
-- @wrap file | run
SAVEPOINT s;
CREATE TABLE one (a integer);
-- @file
ROLLBACK TO SAVEPOINT s;
CREATE TABLE two (a integer);

-- @case the COMMIT of the runner fails
-- @send message | statement | pipeline
-- @wrap file | run
-- @undetermined failure: whether the rows satisfy a deferred constraint
INSERT INTO child VALUES (1);
-- @file
CREATE TABLE one (a integer);

-- @case ${end} in the second of three files
-- @each end: COMMIT | ROLLBACK | COMMIT AND CHAIN | ROLLBACK AND CHAIN
-- @send message | statement | pipeline
-- @wrap file | run
CREATE TABLE one (a integer);
ALTER TABLE t ADD COLUMN c integer;
-- @file
CREATE TABLE two (a integer);
${end};
CREATE TABLE three (a integer);
CREATE TABLE four (a integer);
-- @file
CREATE TABLE five (a integer);
CREATE INDEX i ON u (a);

-- @case a file is only ${end}
-- @each end: COMMIT | ROLLBACK | COMMIT AND CHAIN | BEGIN
-- @send message | statement | pipeline
-- @wrap file | run
CREATE TABLE one (a integer);
-- @file
${end};
-- @file
CREATE TABLE two (a integer);
-- @file
CREATE TABLE three (a integer);
CREATE INDEX i ON u (a);

-- @case what alone in its transaction follows a COMMIT of the file before: ${what}
-- @each what: CREATE INDEX CONCURRENTLY i ON t (a) | VACUUM t | SAVEPOINT s | SET LOCAL lock_timeout = '1s' | LOCK TABLE u
-- @send message | statement | pipeline
-- @wrap file | run
CREATE TABLE one (a integer);
COMMIT;
-- @file
${what};

-- @case the same behind another statement: ${what}
-- @each what: CREATE INDEX CONCURRENTLY i ON t (a) | VACUUM t | SAVEPOINT s | SET LOCAL lock_timeout = '1s' | LOCK TABLE u
-- @send message | statement | pipeline
-- @wrap file | run
CREATE TABLE one (a integer);
COMMIT;
-- @file
CREATE TABLE two (a integer);
${what};

-- @case a file of one statement, then one that ends the transaction and goes on
-- @send message | statement | pipeline
-- @wrap file | run
CREATE TABLE one (a integer);
-- @file
COMMIT;
CREATE TABLE two (a integer);
SELECT * FROM nowhere;

-- @case a later file fails behind a COMMIT
-- @send message | statement | pipeline
-- @wrap file | run
CREATE TABLE one (a integer);
COMMIT;
CREATE TABLE two (a integer);
-- @file
CREATE TABLE three (a integer);
SELECT * FROM nowhere;

-- @case a transaction of the text is left open behind a COMMIT
-- @send message | statement | pipeline
-- @wrap file | run
CREATE TABLE one (a integer);
COMMIT;
CREATE TABLE two (a integer);
BEGIN;
ALTER TABLE t ADD COLUMN c integer;
-- @file
CREATE TABLE three (a integer);
CREATE INDEX i ON u (a);

-- @case a transaction of the text is left open behind a COMMIT, and a later file fails
-- @send message | statement | pipeline
-- @wrap file | run
CREATE TABLE one (a integer);
COMMIT;
BEGIN;
CREATE TABLE two (a integer);
-- @file
CREATE TABLE three (a integer);
-- @file
SELECT * FROM nowhere;

-- @case COMMIT of a transaction that a file before began
-- @send message | statement | pipeline
-- @wrap file | run
COMMIT;
BEGIN;
CREATE TABLE one (a integer);
-- @file
CREATE TABLE two (a integer);
COMMIT;
CREATE TABLE three (a integer);
-- @file
CREATE TABLE four (a integer);
CREATE TABLE five (a integer);

-- @case a setting of the transaction that a COMMIT ends: ${set}
-- @each set: SET lock_timeout = '1s' | SET LOCAL lock_timeout = '1s'
-- @send message | statement | pipeline
-- @wrap run
${set};
CREATE TABLE one (a integer);
COMMIT;
-- @file
CREATE TABLE two (a integer);
-- @file
CREATE TABLE three (a integer);

-- @case a setting of the transaction that a ROLLBACK ends: ${set}
-- @each set: SET lock_timeout = '1s' | SET LOCAL lock_timeout = '1s'
-- @send message | statement | pipeline
-- @wrap run
${set};
CREATE TABLE one (a integer);
ROLLBACK;
-- @file
CREATE TABLE two (a integer);
-- @file
CREATE TABLE three (a integer);

-- @case a new value is used in a file behind a COMMIT
-- @send message | statement | pipeline
-- @wrap file | run
ALTER TYPE mood ADD VALUE 'bad';
-- @file
COMMIT;
-- @file
INSERT INTO moods VALUES ('bad');
