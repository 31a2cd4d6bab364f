-- REINDEX and CLUSTER.
-- @setup
CREATE TABLE t (a integer PRIMARY KEY, b text);
INSERT INTO t SELECT i, repeat('x', 400) FROM generate_series(1, 2000) i;
CREATE INDEX t_b ON t (b);
CREATE TABLE bare (a integer);
CREATE TABLE marked (a integer, b integer);
INSERT INTO marked SELECT i, i FROM generate_series(1, 2000) i;
CREATE INDEX marked_a ON marked (a);
CREATE INDEX marked_part ON marked (b) WHERE b > 5;
CREATE INDEX marked_hash ON marked USING hash (b);
ALTER TABLE marked CLUSTER ON marked_a;
CREATE TABLE referring (id integer REFERENCES t);
CREATE TABLE r (a integer, b integer) PARTITION BY RANGE (a);
CREATE TABLE r_1 PARTITION OF r FOR VALUES FROM (0) TO (1000);
CREATE TABLE r_2 PARTITION OF r FOR VALUES FROM (1000) TO (2000);
INSERT INTO r SELECT i, i FROM generate_series(0, 1999) i;
CREATE INDEX r_b ON r (b);
CREATE VIEW v AS SELECT a FROM t;
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
CREATE INDEX m_a ON m (a);
CREATE SCHEMA aside;
CREATE TABLE aside.x (a integer PRIMARY KEY);
CREATE SEQUENCE s;
-- What was here once and is gone is known to be absent.
CREATE TABLE nothing (a integer);
DROP TABLE nothing;
CREATE SCHEMA nowhere;
DROP SCHEMA nowhere;

-- @case REINDEX INDEX
REINDEX INDEX t_b;

-- @case REINDEX INDEX of a primary key that is referenced
REINDEX INDEX t_pkey;

-- @case REINDEX TABLE
REINDEX TABLE t;

-- @case REINDEX TABLE without an index
REINDEX TABLE bare;

-- @case REINDEX TABLE of a materialized view
REINDEX TABLE m;

-- @case REINDEX with VERBOSE
REINDEX (VERBOSE) TABLE t;

-- @case REINDEX to a tablespace is syntax of 14
REINDEX (TABLESPACE pg_default) INDEX t_b;

-- @case REINDEX to an unknown tablespace
-- @undetermined failure: which tablespaces a server has is no part of a schema
-- @versions 14..18
REINDEX (TABLESPACE nowhere) INDEX t_b;

-- @case REINDEX with an unknown option
REINDEX (MAGIC) INDEX t_b;

-- @case REINDEX TABLE of a partitioned table
REINDEX TABLE r;

-- @case REINDEX TABLE of a partitioned table in a transaction
-- @session
BEGIN;
-- @statement
REINDEX TABLE r;

-- @case REINDEX INDEX of a partitioned index
REINDEX INDEX r_b;

-- @case REINDEX TABLE of a partition
REINDEX TABLE r_1;

-- @case REINDEX SCHEMA
REINDEX SCHEMA aside;

-- @case REINDEX SCHEMA in a transaction
-- @session
BEGIN;
-- @statement
REINDEX SCHEMA aside;

-- @case REINDEX of an unknown schema
REINDEX SCHEMA nowhere;

-- @case REINDEX of another database
-- @undetermined failure: which database a migration runs in is not known
REINDEX DATABASE another;

-- @case REINDEX DATABASE without a name is syntax of 16
-- @session
BEGIN;
-- @statement
REINDEX DATABASE;

-- @case REINDEX TABLE of an index
REINDEX TABLE t_b;

-- @case REINDEX INDEX of a table
REINDEX INDEX t;

-- @case REINDEX TABLE of a view
REINDEX TABLE v;

-- @case REINDEX TABLE of a sequence
REINDEX TABLE s;

-- @case REINDEX of an unknown index
REINDEX INDEX nothing;

-- @case REINDEX of an unknown table
REINDEX TABLE nothing;

-- @case CLUSTER USING an index
CLUSTER t USING t_b;

-- @case CLUSTER USING a primary key
CLUSTER t USING t_pkey;

-- @case CLUSTER of a marked table
CLUSTER marked;

-- @case CLUSTER VERBOSE
CLUSTER VERBOSE marked USING marked_a;

-- @case CLUSTER with options is syntax of 14
CLUSTER (VERBOSE) marked USING marked_a;

-- @case CLUSTER in the old order
CLUSTER t_b ON t;

-- @case CLUSTER of a table that is not marked
CLUSTER t;

-- @case CLUSTER of everything in a transaction
-- @session
BEGIN;
-- @statement
CLUSTER;

-- @case CLUSTER of a materialized view
CLUSTER m USING m_a;

-- @case CLUSTER of a partitioned table
-- @undetermined locks: the index of the whole is looked at for a moment before anything is waited for, so that is seen by chance
CLUSTER r USING r_b;

-- @case CLUSTER of a partitioned table in a transaction
-- @session
BEGIN;
-- @statement
CLUSTER r USING r_b;

-- @case CLUSTER of a partition
CLUSTER r_1 USING r_1_b_idx;

-- @case CLUSTER USING a partial index
CLUSTER marked USING marked_part;

-- @case CLUSTER USING a hash index
CLUSTER marked USING marked_hash;

-- @case CLUSTER USING another table's index
CLUSTER t USING marked_a;

-- @case CLUSTER USING an unknown index
CLUSTER t USING nothing;

-- @case CLUSTER of an unknown table
CLUSTER nothing USING t_b;

-- @case CLUSTER of a view
CLUSTER v USING t_b;

-- @case REINDEX INDEX of two levels of partitions
-- @versions 14..18
-- @given
CREATE TABLE deep (a integer, b integer) PARTITION BY RANGE (a);
CREATE TABLE deep_1 PARTITION OF deep FOR VALUES FROM (0) TO (1000) PARTITION BY RANGE (b);
CREATE TABLE deep_1_1 PARTITION OF deep_1 FOR VALUES FROM (0) TO (1000);
INSERT INTO deep SELECT i, i FROM generate_series(1, 900) i;
CREATE INDEX deep_b ON deep (b);
-- @each how: INDEX deep_b | TABLE deep | INDEX CONCURRENTLY deep_b | TABLE CONCURRENTLY deep
-- @statement
REINDEX ${how};
