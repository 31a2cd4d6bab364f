-- CREATE, DROP and REINDEX CONCURRENTLY: outside a transaction block, and what they refuse.
-- @setup
CREATE TABLE t (a integer PRIMARY KEY, b text, c integer, CONSTRAINT t_c UNIQUE (c));
INSERT INTO t (a, b) SELECT i, repeat('x', 400) FROM generate_series(1, 2000) i;
CREATE INDEX t_b ON t (b);
CREATE INDEX t_lower ON t (lower(b)) WHERE a > 0;
CREATE TABLE r (a integer, b integer) PARTITION BY RANGE (a);
CREATE TABLE r_1 PARTITION OF r FOR VALUES FROM (0) TO (1000);
CREATE INDEX r_b ON r (b);
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
CREATE INDEX m_a ON m (a);
CREATE VIEW v AS SELECT a FROM t;
-- What was here once and is gone is known to be absent.
CREATE TABLE nothing (a integer);
DROP TABLE nothing;
CREATE TABLE nowhere (a integer);
DROP TABLE nowhere;

-- @case CREATE INDEX CONCURRENTLY
CREATE INDEX CONCURRENTLY i ON t (a);

-- @case CREATE UNIQUE INDEX CONCURRENTLY
CREATE UNIQUE INDEX CONCURRENTLY i ON t (a) WHERE b IS NOT NULL;

-- @case CREATE INDEX CONCURRENTLY on a materialized view
CREATE UNIQUE INDEX CONCURRENTLY i ON m (a);

-- @case CREATE INDEX CONCURRENTLY in a transaction
-- @session
BEGIN;
-- @statement
CREATE INDEX CONCURRENTLY i ON t (a);

-- @case CREATE INDEX CONCURRENTLY IF NOT EXISTS and the name is taken
CREATE INDEX CONCURRENTLY IF NOT EXISTS t_b ON t (a);

-- @case CREATE INDEX CONCURRENTLY and the name is taken
CREATE INDEX CONCURRENTLY t_b ON t (a);

-- @case CREATE INDEX CONCURRENTLY on a partitioned table
CREATE INDEX CONCURRENTLY i ON r (a);

-- @case CREATE INDEX CONCURRENTLY ON ONLY a partitioned table
CREATE INDEX CONCURRENTLY i ON ONLY r (a);

-- @case CREATE INDEX CONCURRENTLY on a partition
CREATE INDEX CONCURRENTLY i ON r_1 (a);

-- @case CREATE INDEX CONCURRENTLY on a view
CREATE INDEX CONCURRENTLY i ON v (a);

-- @case CREATE INDEX CONCURRENTLY on an unknown table
CREATE INDEX CONCURRENTLY i ON nowhere (a);

-- @case CREATE INDEX CONCURRENTLY on an unknown column
CREATE INDEX CONCURRENTLY i ON t (nothing);

-- @case DROP INDEX CONCURRENTLY
DROP INDEX CONCURRENTLY t_b;

-- @case DROP INDEX CONCURRENTLY in a transaction
-- @session
BEGIN;
-- @statement
DROP INDEX CONCURRENTLY t_b;

-- @case DROP INDEX CONCURRENTLY IF EXISTS and it does
DROP INDEX CONCURRENTLY IF EXISTS t_b;

-- @case DROP INDEX CONCURRENTLY IF EXISTS and it does not
DROP INDEX CONCURRENTLY IF EXISTS nothing;

-- @case DROP INDEX CONCURRENTLY of an unknown index
DROP INDEX CONCURRENTLY nothing;

-- @case DROP INDEX CONCURRENTLY of two
DROP INDEX CONCURRENTLY t_b, t_lower;

-- @case DROP INDEX CONCURRENTLY with CASCADE
DROP INDEX CONCURRENTLY t_b CASCADE;

-- @case DROP INDEX CONCURRENTLY of an index that belongs to a constraint
-- @each name: t_pkey | t_c
DROP INDEX CONCURRENTLY ${name};

-- @case DROP INDEX CONCURRENTLY of a partitioned index
DROP INDEX CONCURRENTLY r_b;

-- @case DROP INDEX CONCURRENTLY of a partition's index
DROP INDEX CONCURRENTLY r_1_b_idx;

-- @case DROP INDEX CONCURRENTLY of a materialized view's index
DROP INDEX CONCURRENTLY m_a;

-- @case DROP INDEX CONCURRENTLY of a table
DROP INDEX CONCURRENTLY t;

-- @case REINDEX INDEX CONCURRENTLY
REINDEX INDEX CONCURRENTLY t_b;

-- @case REINDEX INDEX CONCURRENTLY of a primary key
REINDEX INDEX CONCURRENTLY t_pkey;

-- @case REINDEX TABLE CONCURRENTLY
REINDEX TABLE CONCURRENTLY t;

-- @case REINDEX TABLE CONCURRENTLY of a materialized view
REINDEX TABLE CONCURRENTLY m;

-- @case REINDEX with CONCURRENTLY in parentheses is syntax of 14
REINDEX (CONCURRENTLY, VERBOSE) TABLE t;

-- @case REINDEX with CONCURRENTLY false is blocking
-- @versions 14..18
REINDEX (CONCURRENTLY false) TABLE t;

-- @case REINDEX CONCURRENTLY in a transaction
-- @session
BEGIN;
-- @statement
REINDEX INDEX CONCURRENTLY t_b;

-- @case REINDEX INDEX CONCURRENTLY of a partitioned index
REINDEX INDEX CONCURRENTLY r_b;

-- @case REINDEX TABLE CONCURRENTLY of a partitioned table
REINDEX TABLE CONCURRENTLY r;

-- @case REINDEX TABLE CONCURRENTLY of a table without indexes
-- @given
CREATE TABLE bare (a integer);
-- @statement
REINDEX TABLE CONCURRENTLY bare;

-- @case REINDEX SYSTEM CONCURRENTLY is refused
REINDEX SYSTEM CONCURRENTLY postgres;

-- @case REINDEX SCHEMA CONCURRENTLY
-- @given
CREATE SCHEMA aside;
CREATE TABLE aside.x (a integer PRIMARY KEY);
CREATE TABLE aside.y (a integer UNIQUE);
-- @statement
REINDEX SCHEMA CONCURRENTLY aside;

-- @case REINDEX INDEX CONCURRENTLY of an unknown index
REINDEX INDEX CONCURRENTLY nothing;

-- @case REINDEX INDEX CONCURRENTLY of a table
REINDEX INDEX CONCURRENTLY t;

-- @case REFRESH MATERIALIZED VIEW CONCURRENTLY may stand in a transaction
-- @given
CREATE UNIQUE INDEX m_once ON m (a);
-- @session
BEGIN;
-- @statement
REFRESH MATERIALIZED VIEW CONCURRENTLY m;

-- @case CREATE INDEX CONCURRENTLY on a temporary table refuses a transaction all the same
-- @undetermined locks: no other session can hold a temporary table against it
-- @session
CREATE TEMP TABLE tmp (a integer);
-- @statement
CREATE INDEX CONCURRENTLY i ON tmp (a);

-- @case REINDEX TABLE CONCURRENTLY of a temporary table
-- @undetermined locks: no other session can hold a temporary table against it
-- @session
CREATE TEMP TABLE tmp (a integer PRIMARY KEY);
-- @statement
REINDEX TABLE CONCURRENTLY tmp;

-- @case an index with an exclusion constraint is not rebuilt concurrently
-- @given
CREATE TABLE x (f int4range, CONSTRAINT x_f EXCLUDE USING gist (f WITH &&));
-- @statement
REINDEX INDEX CONCURRENTLY x_f;
