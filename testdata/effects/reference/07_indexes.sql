-- Indexes
-- @setup
CREATE TABLE t (id integer PRIMARY KEY, a integer, b text);
CREATE INDEX t_a_idx ON t (a);
CREATE INDEX t_lower_idx ON t (lower(b));
CREATE UNIQUE INDEX t_b_key ON t (b);
CREATE INDEX missing ON t (a);
DROP INDEX missing;
INSERT INTO t SELECT i, i, i || repeat('x', 400) FROM generate_series(1, 2000) i;

-- @case CREATE INDEX
CREATE INDEX t_idx ON t (a);

-- @case CREATE UNIQUE INDEX
CREATE UNIQUE INDEX t_idx ON t (a);

-- @case CREATE INDEX CONCURRENTLY
CREATE INDEX CONCURRENTLY t_idx ON t (a);

-- @case CREATE INDEX IF NOT EXISTS, and it is there
CREATE INDEX IF NOT EXISTS t_a_idx ON t (a);

-- @case CREATE INDEX with an expression and a predicate
CREATE INDEX t_idx ON t (upper(b)) WHERE a > 10;

-- @case DROP INDEX
DROP INDEX t_a_idx;

-- @case DROP INDEX CONCURRENTLY
DROP INDEX CONCURRENTLY t_a_idx;

-- @case DROP INDEX of a constraint
DROP INDEX t_pkey;

-- @case DROP INDEX CONCURRENTLY of two
DROP INDEX CONCURRENTLY t_a_idx, t_lower_idx;

-- @case DROP INDEX IF EXISTS, and it is not there
DROP INDEX IF EXISTS missing;

-- @case REINDEX INDEX
REINDEX INDEX t_a_idx;

-- @case REINDEX TABLE
REINDEX TABLE t;

-- @case REINDEX INDEX CONCURRENTLY
REINDEX INDEX CONCURRENTLY t_a_idx;

-- @case REINDEX TABLE CONCURRENTLY
REINDEX TABLE CONCURRENTLY t;

-- @case ALTER INDEX RENAME TO
ALTER INDEX t_a_idx RENAME TO renamed;

-- @case ALTER INDEX SET
ALTER INDEX t_a_idx SET (fillfactor = 70);

-- @case ALTER INDEX RESET
ALTER INDEX t_a_idx RESET (fillfactor);

-- @case ALTER INDEX SET STATISTICS
ALTER INDEX t_lower_idx ALTER COLUMN 1 SET STATISTICS 500;

-- @case ALTER INDEX SET TABLESPACE, in which it is
ALTER INDEX t_a_idx SET TABLESPACE pg_default;

-- @case ALTER TABLE RENAME TO of an index
ALTER TABLE t_a_idx RENAME TO renamed;

-- @case COMMENT ON INDEX
COMMENT ON INDEX t_a_idx IS 'by a';

-- @case CLUSTER USING
CLUSTER t USING t_a_idx;

-- @case CLUSTER
-- @given
ALTER TABLE t CLUSTER ON t_a_idx;
-- @statement
CLUSTER t;

-- @case CREATE STATISTICS
CREATE STATISTICS t_statistics ON a, b FROM t;

-- @case ALTER STATISTICS SET STATISTICS
-- @versions 13..18
-- @given
CREATE STATISTICS t_statistics ON a, b FROM t;
-- @statement
ALTER STATISTICS t_statistics SET STATISTICS 500;

-- @case ALTER STATISTICS RENAME TO
-- @given
CREATE STATISTICS t_statistics ON a, b FROM t;
-- @statement
ALTER STATISTICS t_statistics RENAME TO renamed;

-- @case DROP STATISTICS
-- @given
CREATE STATISTICS t_statistics ON a, b FROM t;
-- @statement
DROP STATISTICS t_statistics;
