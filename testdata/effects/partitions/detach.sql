-- DETACH PARTITION, CONCURRENTLY and FINALIZE.
-- @setup
-- What was here once and is gone is known to be absent.
CREATE TABLE missing (a integer);
DROP TABLE missing;
CREATE TABLE p (id integer PRIMARY KEY);
INSERT INTO p SELECT i FROM generate_series(0, 5000) i;
CREATE FUNCTION trigger_function() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE part (a integer, b text) PARTITION BY RANGE (a);
CREATE TABLE part_0 PARTITION OF part FOR VALUES FROM (0) TO (1000);
CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (1000) TO (2000);
CREATE TABLE part_2 PARTITION OF part FOR VALUES FROM (2000) TO (3000) PARTITION BY RANGE (a);
CREATE TABLE part_2_0 PARTITION OF part_2 FOR VALUES FROM (2000) TO (2500);
INSERT INTO part SELECT i, repeat('x', 400) FROM generate_series(1, 2400) i;
CREATE TABLE t (a integer, b text);

-- @case a partition
ALTER TABLE part DETACH PARTITION part_0;

-- @case a partition that is partitioned
ALTER TABLE part DETACH PARTITION part_2;

-- @case a partition of a partition
ALTER TABLE part_2 DETACH PARTITION part_2_0;

-- @case a partition of another table
ALTER TABLE part DETACH PARTITION part_2_0;

-- @case a table that is no partition
ALTER TABLE part DETACH PARTITION t;

-- @case a table that does not exist
ALTER TABLE part DETACH PARTITION missing;

-- @case a parent that is not partitioned
ALTER TABLE t DETACH PARTITION part_0;

-- @case a parent that does not exist, if exists
ALTER TABLE IF EXISTS missing DETACH PARTITION part_0;

-- @case a partition with indexes
-- @given
CREATE INDEX part_a ON part (a);
-- @statement
ALTER TABLE part DETACH PARTITION part_0;

-- @case a partition with a primary key
-- @given
ALTER TABLE part ADD PRIMARY KEY (a);
-- @statement
ALTER TABLE part DETACH PARTITION part_0;

-- @case a partition with a foreign key
-- @given
ALTER TABLE part ADD FOREIGN KEY (a) REFERENCES p;
-- @statement
ALTER TABLE part DETACH PARTITION part_0;

-- @case a partition of a referenced table
-- @given
ALTER TABLE part ADD PRIMARY KEY (a);
CREATE TABLE refers (a integer REFERENCES part);
INSERT INTO refers SELECT i FROM generate_series(1000, 2400) i;
-- @statement
ALTER TABLE part DETACH PARTITION part_0;

-- @case a partition of a referenced table with rows that refer to it
-- @given
ALTER TABLE part ADD PRIMARY KEY (a);
CREATE TABLE refers (a integer REFERENCES part);
INSERT INTO refers VALUES (5);
-- @undetermined failure: the rows decide
-- @statement
ALTER TABLE part DETACH PARTITION part_0;

-- @case a partition with a trigger of the parent
-- @given
CREATE TRIGGER r AFTER INSERT ON part FOR EACH ROW EXECUTE FUNCTION trigger_function();
-- @statement
ALTER TABLE part DETACH PARTITION part_0;

-- @case a partition with an identity of the parent
-- @given
CREATE TABLE idp (a integer, b integer GENERATED ALWAYS AS IDENTITY) PARTITION BY RANGE (a);
CREATE TABLE idp_1 PARTITION OF idp FOR VALUES FROM (0) TO (5);
-- @statement
ALTER TABLE idp DETACH PARTITION idp_1;

-- @case concurrently
ALTER TABLE part DETACH PARTITION part_0 CONCURRENTLY;

-- @case concurrently, in a transaction
-- @session
BEGIN;
-- @statement
ALTER TABLE part DETACH PARTITION part_0 CONCURRENTLY;

-- @case concurrently, a partition that is partitioned
-- @versions 14..18
ALTER TABLE part DETACH PARTITION part_2 CONCURRENTLY;

-- @case concurrently, with an index
-- @versions 14..18
-- @given
CREATE INDEX part_a ON part (a);
-- @undetermined locks: its last phase locks the index behind all that it waits for, so that is seen by chance
-- @statement
ALTER TABLE part DETACH PARTITION part_0 CONCURRENTLY;

-- @case concurrently, with a foreign key
-- @versions 14..18
-- @given
ALTER TABLE part ADD FOREIGN KEY (a) REFERENCES p;
-- @statement
ALTER TABLE part DETACH PARTITION part_0 CONCURRENTLY;

-- @case concurrently, referenced
-- @versions 14..18
-- @given
ALTER TABLE part ADD PRIMARY KEY (a);
CREATE TABLE refers (a integer REFERENCES part);
INSERT INTO refers SELECT i FROM generate_series(1000, 2400) i;
-- @undetermined locks: its last phase locks the index behind all that it waits for, so that is seen by chance
-- @statement
ALTER TABLE part DETACH PARTITION part_0 CONCURRENTLY;

-- @case concurrently, a table that is no partition
-- @versions 14..18
ALTER TABLE part DETACH PARTITION t CONCURRENTLY;

-- @case concurrently, a table that does not exist
-- @versions 14..18
ALTER TABLE part DETACH PARTITION missing CONCURRENTLY;

-- @case concurrently, a parent that does not exist, if exists
-- @versions 14..18
ALTER TABLE IF EXISTS missing DETACH PARTITION part_0 CONCURRENTLY;

-- @case finalize of nothing
-- @undetermined failure: no script tells whether a detach was interrupted
ALTER TABLE part DETACH PARTITION part_0 FINALIZE;

-- @case concurrently and another sub-command
-- @versions 14..18
ALTER TABLE part DETACH PARTITION part_0 CONCURRENTLY, ALTER COLUMN b SET DEFAULT 'x';

-- @case two partitions
ALTER TABLE part DETACH PARTITION part_0, DETACH PARTITION part_1;

-- @case a partition dropped
DROP TABLE part_0;

-- @case a partition that is partitioned dropped
DROP TABLE part_2;

-- @case a partitioned table dropped
DROP TABLE part;

-- @case a partition truncated
TRUNCATE part_0;

-- @case a partitioned table truncated
TRUNCATE part;

-- @case a partitioned table only truncated
TRUNCATE ONLY part;

-- @case a partition of a referenced table that has an index
-- @given
ALTER TABLE part ADD PRIMARY KEY (a);
CREATE TABLE refers (a integer REFERENCES part, c integer UNIQUE);
INSERT INTO refers SELECT i, i FROM generate_series(1000, 2400) i;
CREATE INDEX refers_a ON refers (a);
-- @statement
ALTER TABLE part DETACH PARTITION part_0;
