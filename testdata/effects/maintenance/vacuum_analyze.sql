-- VACUUM and ANALYZE.
-- @setup
CREATE TABLE t (a integer PRIMARY KEY, b text);
INSERT INTO t SELECT i, repeat('x', 400) FROM generate_series(1, 2000) i;
CREATE INDEX t_b ON t (b);
CREATE TABLE bare (a integer);
INSERT INTO bare SELECT generate_series(1, 2000);
CREATE TABLE r (a integer, b integer) PARTITION BY RANGE (a);
CREATE TABLE r_1 PARTITION OF r FOR VALUES FROM (0) TO (1000);
CREATE TABLE r_2 PARTITION OF r FOR VALUES FROM (1000) TO (2000);
INSERT INTO r SELECT i, i FROM generate_series(0, 1999) i;
CREATE TABLE parent (id integer);
CREATE TABLE child () INHERITS (parent);
INSERT INTO parent SELECT generate_series(1, 100);
INSERT INTO child SELECT generate_series(1, 100);
CREATE VIEW v AS SELECT a FROM t;
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
-- What was here once and is gone is known to be absent.
CREATE TABLE nothing (a integer);
DROP TABLE nothing;

-- @case VACUUM of a table
-- @undetermined work: the visibility map decides which pages are read
VACUUM t;

-- @case VACUUM with options
-- @undetermined work: the visibility map decides which pages are read
-- @each options: (VERBOSE) | (FREEZE) | (DISABLE_PAGE_SKIPPING) | (SKIP_LOCKED) | (INDEX_CLEANUP false) | (TRUNCATE false) | (ANALYZE) | (FULL false)
VACUUM ${options} t;

-- @case VACUUM with the parallel option is syntax of 13
-- @undetermined work: the visibility map decides which pages are read
VACUUM (PARALLEL 2) t;

-- @case VACUUM with the options of 14
-- @undetermined work: the visibility map decides which pages are read
-- @each options: (PROCESS_TOAST false) | (INDEX_CLEANUP auto)
VACUUM ${options} t;

-- @case VACUUM with the options of 16
-- @undetermined work: the visibility map decides which pages are read
-- @each options: (PROCESS_MAIN false) | (BUFFER_USAGE_LIMIT '1MB') | (SKIP_DATABASE_STATS)
VACUUM ${options} t;

-- @case VACUUM FULL
-- @each options: FULL | (FULL) | (FULL true) | FULL FREEZE VERBOSE ANALYZE
VACUUM ${options} t;

-- @case VACUUM in a transaction
-- @session
BEGIN;
-- @statement
VACUUM t;

-- @case VACUUM FULL in a transaction
-- @session
BEGIN;
-- @statement
VACUUM FULL t;

-- @case VACUUM of two tables
-- @undetermined locks: the lock on the second table is held for a moment, after a weaker one that the server shows
-- @undetermined work: the visibility map decides which pages are read
VACUUM t, bare;

-- @case VACUUM of a materialized view
-- @undetermined work: the visibility map decides which pages are read
VACUUM m;

-- @case VACUUM FULL of a materialized view
VACUUM FULL m;

-- @case VACUUM of a partitioned table
-- @undetermined locks: the lock is held for a moment, after a weaker one that the server shows
-- @undetermined work: the visibility map decides which pages are read
VACUUM r;

-- @case VACUUM FULL of a partitioned table
VACUUM FULL r;

-- @case VACUUM of a partition
-- @undetermined work: the visibility map decides which pages are read
VACUUM r_1;

-- @case VACUUM of a parent: with its children from 18
-- @undetermined work: the visibility map decides which pages are read
VACUUM parent;

-- @case VACUUM ONLY is syntax of 18
-- @undetermined work: the visibility map decides which pages are read
VACUUM ONLY parent;

-- @case VACUUM FULL of a parent
VACUUM FULL parent;

-- @case VACUUM ANALYZE of columns
-- @undetermined work: the visibility map decides which pages are read
VACUUM (ANALYZE) t (a);

-- @case VACUUM of columns without ANALYZE
-- @undetermined work: the visibility map decides which pages are read
VACUUM t (a);

-- @case VACUUM of a view
-- @undetermined locks: the lock is given back at once
-- @undetermined work: the visibility map decides which pages are read
VACUUM v;

-- @case VACUUM of an index
-- @undetermined locks: the lock is held for a moment, after a weaker one that the server shows
-- @undetermined work: the visibility map decides which pages are read
VACUUM t_b;

-- @case VACUUM of an unknown table
-- @undetermined work: the visibility map decides which pages are read
VACUUM nothing;

-- @case VACUUM with an unknown option
-- @undetermined work: the visibility map decides which pages are read
VACUUM (MAGIC) t;

-- @case VACUUM FULL with DISABLE_PAGE_SKIPPING
VACUUM (FULL, DISABLE_PAGE_SKIPPING) t;

-- @case ANALYZE of a table
ANALYZE t;

-- @case ANALYZE of a column
ANALYZE t (a);

-- @case ANALYZE with options
-- @each options: VERBOSE | (VERBOSE) | (SKIP_LOCKED)
ANALYZE ${options} t;

-- @case ANALYZE may stand in a transaction
-- @session
BEGIN;
-- @statement
ANALYZE t;

-- @case ANALYZE of two tables
ANALYZE t, bare;

-- @case ANALYZE of a partitioned table
ANALYZE r;

-- @case ANALYZE ONLY of a partitioned table is syntax of 18
ANALYZE ONLY r;

-- @case ANALYZE of a partition
ANALYZE r_1;

-- @case ANALYZE of a parent
ANALYZE parent;

-- @case ANALYZE of a materialized view
ANALYZE m;

-- @case ANALYZE of a view
-- @undetermined locks: the lock is given back at once
ANALYZE v;

-- @case ANALYZE of an index
-- @undetermined locks: the lock is given back at once
ANALYZE t_b;

-- @case ANALYZE of an unknown table
ANALYZE nothing;

-- @case ANALYZE of an unknown column
ANALYZE t (nothing);

-- @case ANALYZE of a column twice
ANALYZE t (a, a);

-- @case ANALYZE of a partitioned table with an index
-- @given
CREATE INDEX r_b ON r (b);
-- @statement
ANALYZE r;

-- @case ANALYZE of a parent with an index on the child
-- @given
CREATE INDEX child_id ON child (id);
-- @statement
ANALYZE parent;
