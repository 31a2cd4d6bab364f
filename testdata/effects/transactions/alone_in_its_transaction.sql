-- Statements that want a transaction of their own, in every way in which runners send them. In one message, in a
-- transaction of the runner and behind another statement in a pipeline they are refused; what the transaction did
-- before is undone. Sent one by one they work.

-- @setup
CREATE TABLE t (a integer, b text);
INSERT INTO t SELECT i, 'x' FROM generate_series(1, 100) i;
CREATE INDEX t_b ON t (b);
CREATE TABLE parted (a integer) PARTITION BY RANGE (a);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (10);
CREATE TYPE mood AS ENUM ('good');
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
CREATE UNIQUE INDEX m_a ON m (a);

-- @case ${what} comes first
-- @each what: CREATE INDEX CONCURRENTLY i ON t (a) | DROP INDEX CONCURRENTLY t_b | REINDEX INDEX t_b | REINDEX SCHEMA public | VACUUM t | VACUUM FULL t | CLUSTER | ALTER TYPE mood ADD VALUE 'bad' | REFRESH MATERIALIZED VIEW CONCURRENTLY m
-- @send message | statement | pipeline
-- @wrap none | file
${what};
CREATE TABLE behind (a integer);

-- @case ${what} comes last
-- @each what: CREATE INDEX CONCURRENTLY i ON t (a) | DROP INDEX CONCURRENTLY t_b | REINDEX INDEX t_b | REINDEX SCHEMA public | VACUUM t | VACUUM FULL t | CLUSTER | ALTER TYPE mood ADD VALUE 'bad' | REFRESH MATERIALIZED VIEW CONCURRENTLY m
-- @send message | statement | pipeline
-- @wrap none | file
CREATE TABLE before (a integer);
${what};

-- @case REINDEX CONCURRENTLY comes first
-- @send message | statement | pipeline
-- @wrap none | file
REINDEX INDEX CONCURRENTLY t_b;
CREATE TABLE behind (a integer);

-- @case REINDEX CONCURRENTLY comes last
-- @send message | statement | pipeline
-- @wrap none | file
CREATE TABLE before (a integer);
REINDEX TABLE CONCURRENTLY t;

-- @case a partition is detached without waiting for readers
-- @versions 14..18
-- @send message | statement | pipeline
-- @wrap none | file
ALTER TABLE parted DETACH PARTITION parted_1 CONCURRENTLY;
CREATE TABLE behind (a integer);

-- @case a partition is detached without waiting for readers, behind another statement
-- @versions 14..18
-- @send message | statement | pipeline
-- @wrap none | file
CREATE TABLE before (a integer);
ALTER TABLE parted DETACH PARTITION parted_1 CONCURRENTLY;

-- @case CREATE DATABASE behind another statement
-- @send message | pipeline
-- @wrap none | file
CREATE TABLE before (a integer);
CREATE DATABASE conf_never;

-- @case ALTER SYSTEM behind another statement
-- @send message | pipeline
-- @wrap none | file
CREATE TABLE before (a integer);
ALTER SYSTEM SET work_mem = '8MB';

-- @case comments and empty statements do not count
-- @send message | statement | pipeline
/* a comment */ ; ;
CREATE INDEX CONCURRENTLY i ON t (a);; -- another
-- and one more

-- @case SET before CREATE INDEX CONCURRENTLY
-- @send message | statement | pipeline
-- @wrap none | file
SET lock_timeout = '1s';
CREATE INDEX CONCURRENTLY i ON t (a);

-- @case a SELECT before CREATE INDEX CONCURRENTLY
-- @send message | statement | pipeline
SELECT 1;
CREATE INDEX CONCURRENTLY i ON t (a);

-- @case SHOW before CREATE INDEX CONCURRENTLY
-- @send message | statement | pipeline
SHOW lock_timeout;
CREATE INDEX CONCURRENTLY i ON t (a);

-- @case two indexes are built concurrently
-- @send message | statement | pipeline
-- @wrap none | file
CREATE INDEX CONCURRENTLY i ON t (a);
CREATE INDEX CONCURRENTLY j ON t (a);

-- @case COMMIT does not make room in a message, but in a pipeline it does
-- @send message | statement | pipeline
-- @wrap none | file
CREATE TABLE before (a integer);
COMMIT;
CREATE INDEX CONCURRENTLY i ON t (a);

-- @case a transaction of the text stands before it
-- @send message | statement | pipeline
-- @wrap none | file
BEGIN;
CREATE TABLE before (a integer);
COMMIT;
CREATE INDEX CONCURRENTLY i ON t (a);

-- @case a new value is used in the transaction that adds it
-- @send message | statement | pipeline
-- @wrap none | file
ALTER TYPE mood ADD VALUE 'bad';
CREATE TABLE moods (m mood DEFAULT 'bad');

-- @case a new value is used after COMMIT
-- @send message | statement | pipeline
-- @wrap none | file
ALTER TYPE mood ADD VALUE 'bad';
COMMIT;
CREATE TABLE moods (m mood DEFAULT 'bad');

-- @case a DO block builds an index concurrently
-- @send message | statement | pipeline
DO $$ BEGIN EXECUTE 'CREATE INDEX CONCURRENTLY i ON t (a)'; END $$;

-- @case what commits nothing in between leaves the pipeline as it was
-- @send statement | pipeline
CREATE DATABASE other_never TEMPLATE template0;
CREATE INDEX CONCURRENTLY i ON t (a);

-- @case VACUUM, then VACUUM
-- @send message | statement | pipeline
VACUUM t;
VACUUM t;

-- @case an index is dropped and built concurrently
-- @send message | statement | pipeline
DROP INDEX CONCURRENTLY t_b;
CREATE INDEX CONCURRENTLY i ON t (a);
