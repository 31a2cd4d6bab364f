-- DROP NOT NULL.
-- @setup
CREATE TABLE t (id integer PRIMARY KEY, a integer NOT NULL, b integer, i integer GENERATED ALWAYS AS IDENTITY, g integer GENERATED ALWAYS AS (a * 2) STORED NOT NULL, s serial);
INSERT INTO t (id, a) SELECT i, i FROM generate_series(1, 2000) i;
CREATE TABLE parent (a integer NOT NULL, b integer);
CREATE TABLE child () INHERITS (parent);
CREATE TABLE part (a integer NOT NULL, b integer NOT NULL) PARTITION BY RANGE (a);
CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (1000);
CREATE TABLE part_2 PARTITION OF part FOR VALUES FROM (1000) TO (2000);
CREATE VIEW v AS SELECT a FROM t;

-- @case a plain column
ALTER TABLE t ALTER COLUMN a DROP NOT NULL;

-- @case a column that may be null
ALTER TABLE t ALTER COLUMN b DROP NOT NULL;

-- @case the primary key
ALTER TABLE t ALTER COLUMN id DROP NOT NULL;

-- @case an identity
ALTER TABLE t ALTER COLUMN i DROP NOT NULL;

-- @case a generated column
ALTER TABLE t ALTER COLUMN g DROP NOT NULL;

-- @case a serial
ALTER TABLE t ALTER COLUMN s DROP NOT NULL;

-- @case a column that does not exist
ALTER TABLE t ALTER COLUMN missing DROP NOT NULL;

-- @case a system column
ALTER TABLE t ALTER COLUMN xmin DROP NOT NULL;

-- @case the replica identity's column
-- @given
CREATE UNIQUE INDEX t_a ON t (a);
ALTER TABLE t REPLICA IDENTITY USING INDEX t_a;
-- @statement
ALTER TABLE t ALTER COLUMN a DROP NOT NULL;

-- @case a column of a key that was dropped
-- @given
ALTER TABLE t DROP CONSTRAINT t_pkey;
-- @statement
ALTER TABLE t ALTER COLUMN id DROP NOT NULL;

-- @case the key and its not null
ALTER TABLE t DROP CONSTRAINT t_pkey, ALTER COLUMN id DROP NOT NULL;

-- @case an inheritance parent
ALTER TABLE parent ALTER COLUMN a DROP NOT NULL;

-- @case an inheritance parent only
ALTER TABLE ONLY parent ALTER COLUMN a DROP NOT NULL;

-- @case an inheritance parent's column that may be null
ALTER TABLE parent ALTER COLUMN b DROP NOT NULL;

-- @case an inheritance child
ALTER TABLE child ALTER COLUMN a DROP NOT NULL;

-- @case a partitioned table
ALTER TABLE part ALTER COLUMN b DROP NOT NULL;

-- @case a partitioned table only
ALTER TABLE ONLY part ALTER COLUMN b DROP NOT NULL;

-- @case a partition key
ALTER TABLE part ALTER COLUMN a DROP NOT NULL;

-- @case a partition
ALTER TABLE part_1 ALTER COLUMN b DROP NOT NULL;

-- @case a partition's own not null
-- @given
CREATE TABLE part_own (a integer, b integer) PARTITION BY RANGE (a);
CREATE TABLE part_own_1 PARTITION OF part_own FOR VALUES FROM (0) TO (1000);
ALTER TABLE part_own_1 ALTER COLUMN b SET NOT NULL;
-- @statement
ALTER TABLE part_own_1 ALTER COLUMN b DROP NOT NULL;

-- @case a view
ALTER TABLE v ALTER COLUMN a DROP NOT NULL;

-- @case dropped and set
ALTER TABLE t ALTER COLUMN a DROP NOT NULL, ALTER COLUMN a SET NOT NULL;
