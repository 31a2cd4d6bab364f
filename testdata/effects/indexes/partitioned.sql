-- Indexes on partitioned tables: which partitions get one, which existing one is taken.
-- @setup
CREATE TABLE r (a integer, b integer, c text) PARTITION BY RANGE (a);
CREATE TABLE r_1 PARTITION OF r FOR VALUES FROM (0) TO (1000);
CREATE TABLE r_2 PARTITION OF r FOR VALUES FROM (1000) TO (2000) PARTITION BY RANGE (a);
CREATE TABLE r_2_1 PARTITION OF r_2 FOR VALUES FROM (1000) TO (1500);
CREATE TABLE r_2_2 PARTITION OF r_2 FOR VALUES FROM (1500) TO (2000);
INSERT INTO r SELECT i, i, repeat('x', 400) FROM generate_series(0, 1999) i;
CREATE TABLE l (a text) PARTITION BY LIST (a);
-- What was here once and is gone is known to be absent.
CREATE TABLE nothing (a integer);
DROP TABLE nothing;

-- @case an index on every partition
CREATE INDEX i ON r (b);

-- @case an index on a table without partitions
CREATE INDEX i ON l (a);

-- @case an index ON ONLY the partitioned table
CREATE INDEX i ON ONLY r (b);

-- @case an index on a partitioned partition
CREATE INDEX i ON r_2 (b);

-- @case an index on one partition
CREATE INDEX i ON r_1 (b);

-- @case a unique index with the partition key
CREATE UNIQUE INDEX i ON r (a, b);

-- @case a unique index without the partition key
CREATE UNIQUE INDEX i ON r (b);

-- @case a matching index of a partition is taken
-- @given
CREATE INDEX mine ON r_1 (b);
-- @statement
CREATE INDEX i ON r (b);

-- @case matching indexes of all partitions are taken
-- @given
CREATE INDEX mine_1 ON r_1 (b);
CREATE INDEX mine_21 ON r_2_1 (b);
CREATE INDEX mine_22 ON r_2_2 (b);
-- @statement
CREATE INDEX i ON r (b);

-- @case an index of a partition that differs is not taken
-- @each mine: (b DESC) | (b) WHERE b > 0 | (b) INCLUDE (a) | USING hash (b) | (a, b)
-- @given
CREATE INDEX mine ON r_1 ${mine};
-- @statement
CREATE INDEX i ON r (b);

-- @case a unique index of a partition for a plain one
-- @given
CREATE UNIQUE INDEX mine ON r_1 (b);
-- @statement
CREATE INDEX i ON r (b);

-- @case an expression index that matches
-- @given
CREATE INDEX mine ON r_1 (lower(c)) WHERE b > 0;
-- @statement
CREATE INDEX i ON r (lower(c)) WHERE b > 0;

-- @case IF NOT EXISTS and the name is taken
-- @given
CREATE INDEX i ON r_1 (b);
-- @statement
CREATE INDEX IF NOT EXISTS i ON r (b);

-- @case an index is attached
-- @given
CREATE INDEX i ON ONLY r (b);
CREATE INDEX i_1 ON r_1 (b);
-- @statement
ALTER INDEX i ATTACH PARTITION i_1;

-- @case the last index is attached and the parent becomes valid
-- @given
CREATE INDEX i ON ONLY r (b);
CREATE INDEX i_1 ON r_1 (b);
CREATE INDEX i_2 ON r_2 (b);
ALTER INDEX i ATTACH PARTITION i_1;
-- @statement
ALTER INDEX i ATTACH PARTITION i_2;

-- @case an index that is attached already
-- @given
CREATE INDEX i ON r (b);
-- @statement
ALTER INDEX i ATTACH PARTITION r_1_b_idx;

-- @case an index of another definition is not attached
-- @given
CREATE INDEX i ON ONLY r (b);
CREATE INDEX i_1 ON r_1 (a);
-- @statement
ALTER INDEX i ATTACH PARTITION i_1;

-- @case an index of no partition is not attached
-- @given
CREATE INDEX i ON ONLY r (b);
CREATE TABLE foreigner (a integer, b integer, c text);
CREATE INDEX i_1 ON foreigner (b);
-- @statement
ALTER INDEX i ATTACH PARTITION i_1;

-- @case an unknown index is not attached
-- @given
CREATE INDEX i ON ONLY r (b);
-- @statement
ALTER INDEX i ATTACH PARTITION nothing;

-- @case a partitioned index is dropped with its partitions' indexes
-- @given
CREATE INDEX i ON r (b);
-- @statement
DROP INDEX i;

-- @case a partition's index cannot be dropped
-- @given
CREATE INDEX i ON r (b);
-- @statement
DROP INDEX r_1_b_idx;

-- @case a partition's index cannot be dropped even with CASCADE
-- @given
CREATE INDEX i ON r (b);
-- @statement
DROP INDEX r_1_b_idx CASCADE;

-- @case an index ON ONLY is dropped
-- @given
CREATE INDEX i ON ONLY r (b);
-- @statement
DROP INDEX i;

-- @case a partitioned index is renamed alone
-- @given
CREATE INDEX i ON r (b);
-- @statement
ALTER INDEX i RENAME TO j;

-- @case storage parameters of a partitioned index
-- @given
CREATE INDEX i ON r (b);
-- @statement
ALTER INDEX i SET (fillfactor = 50);

-- @case the tablespace of a partitioned index
-- @given
CREATE INDEX i ON r (b);
-- @statement
ALTER INDEX i SET TABLESPACE pg_default;
