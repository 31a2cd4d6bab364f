-- Relations move to another tablespace.
-- @setup
SET allow_in_place_tablespaces = on;
CREATE TABLESPACE elsewhere LOCATION '';
CREATE TABLE t (a integer PRIMARY KEY, b text);
INSERT INTO t SELECT i, repeat('x', 50) FROM generate_series(1, 3000) i;
CREATE INDEX t_b ON t (b);
CREATE TABLE moved (a integer PRIMARY KEY) TABLESPACE elsewhere;
INSERT INTO moved SELECT generate_series(1, 3000);
CREATE MATERIALIZED VIEW m AS SELECT * FROM t;
CREATE VIEW v AS SELECT * FROM t;
CREATE SEQUENCE s;
CREATE TABLE r (a integer, b integer) PARTITION BY RANGE (a);
CREATE TABLE r_1 PARTITION OF r FOR VALUES FROM (0) TO (10000);
INSERT INTO r SELECT i, i FROM generate_series(1, 3000) i;
CREATE INDEX r_b ON r (b);

-- @case a table
-- @each to: elsewhere | pg_default | pg_global
ALTER TABLE t SET TABLESPACE ${to};

-- @case a table that is there
-- @each to: elsewhere | pg_default
ALTER TABLE moved SET TABLESPACE ${to};

-- @case a table that is written anew on its way
ALTER TABLE t SET TABLESPACE elsewhere, ALTER COLUMN a TYPE bigint;

-- @case a table that gets a column on its way
ALTER TABLE t SET TABLESPACE elsewhere, ADD COLUMN c integer;

-- @case a table twice
ALTER TABLE t SET TABLESPACE elsewhere, SET TABLESPACE elsewhere;

-- @case an index
-- @each to: elsewhere | pg_default
ALTER INDEX t_b SET TABLESPACE ${to};

-- @case an index by ALTER TABLE
ALTER TABLE t_b SET TABLESPACE elsewhere;

-- @case a materialized view
ALTER MATERIALIZED VIEW m SET TABLESPACE elsewhere;

-- @case a view
ALTER TABLE v SET TABLESPACE elsewhere;

-- @case a sequence
ALTER TABLE s SET TABLESPACE elsewhere;

-- @case a partitioned table
ALTER TABLE r SET TABLESPACE elsewhere;

-- @case a partition
ALTER TABLE r_1 SET TABLESPACE elsewhere;

-- @case a partitioned index
ALTER INDEX r_b SET TABLESPACE elsewhere;

-- @case a table to an unknown tablespace
-- @undetermined failure: which tablespaces a server has is no part of a schema
ALTER TABLE t SET TABLESPACE missing;

-- @case an index to an unknown tablespace
-- @undetermined failure: which tablespaces a server has is no part of a schema
ALTER INDEX t_b SET TABLESPACE missing;

-- @case all tables
-- @undetermined work: those that no script made move, too
ALTER TABLE ALL IN TABLESPACE elsewhere SET TABLESPACE pg_default;

-- @case all materialized views
-- @undetermined work: those that no script made move, too
ALTER MATERIALIZED VIEW ALL IN TABLESPACE pg_default SET TABLESPACE elsewhere;

-- @case a new table
CREATE TABLE n (a integer PRIMARY KEY) TABLESPACE elsewhere;

-- @case a new index
CREATE INDEX i ON t (b) TABLESPACE elsewhere;

-- @case a unique constraint
ALTER TABLE t ADD UNIQUE (b, a) USING INDEX TABLESPACE elsewhere;

-- @case an index is built again elsewhere
REINDEX (TABLESPACE elsewhere) INDEX t_b;

-- @case a table's indexes are built again elsewhere
REINDEX (TABLESPACE elsewhere) TABLE t;
