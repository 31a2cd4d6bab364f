-- ATTACH PARTITION: indexes that are attached or built, keys, foreign keys, triggers; ALTER INDEX … ATTACH PARTITION.
-- @setup
-- What was here once and is gone is known to be absent.
CREATE TABLE missing (a integer);
DROP TABLE missing;
CREATE TABLE p (id integer PRIMARY KEY);
INSERT INTO p SELECT i FROM generate_series(0, 5000) i;
CREATE FUNCTION trigger_function() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE part (a integer, b text) PARTITION BY RANGE (a);
CREATE TABLE part_0 PARTITION OF part FOR VALUES FROM (0) TO (1000);
CREATE TABLE n (a integer NOT NULL, b text, CHECK (a >= 1000 AND a < 3000));
INSERT INTO n SELECT i, repeat('x', 400) FROM generate_series(1000, 2999) i;

-- @case an index to build
-- @given
CREATE INDEX part_a ON part (a);
-- @statement
ALTER TABLE part ATTACH PARTITION n FOR VALUES FROM (1000) TO (3000);

-- @case an index to attach
-- @given
CREATE INDEX part_a ON part (a);
CREATE INDEX n_a ON n (a);
-- @statement
ALTER TABLE part ATTACH PARTITION n FOR VALUES FROM (1000) TO (3000);

-- @case ${other}, which is not the parent's index
-- @each other: INDEX n_a ON n (a DESC) | INDEX n_a ON n (a) WHERE a > 5 | INDEX n_a ON n (a, b) | UNIQUE INDEX n_a ON n (a) | INDEX n_a ON n USING hash (a) | INDEX n_a ON n (a) INCLUDE (b) | INDEX n_a ON n ((a + 0))
-- @given
CREATE INDEX part_a ON part (a);
CREATE ${other};
-- @statement
ALTER TABLE part ATTACH PARTITION n FOR VALUES FROM (1000) TO (3000);

-- @case two indexes, one to attach
-- @given
CREATE INDEX part_a ON part (a);
CREATE INDEX part_lower ON part (lower(b)) WHERE a > 5;
CREATE INDEX n_lower ON n (lower(b)) WHERE a > 5;
-- @statement
ALTER TABLE part ATTACH PARTITION n FOR VALUES FROM (1000) TO (3000);

-- @case a unique key to build
-- @given
ALTER TABLE part ADD UNIQUE (a);
-- @statement
ALTER TABLE part ATTACH PARTITION n FOR VALUES FROM (1000) TO (3000);

-- @case a unique key and a unique index
-- @given
ALTER TABLE part ADD UNIQUE (a);
CREATE UNIQUE INDEX n_a ON n (a);
-- @statement
ALTER TABLE part ATTACH PARTITION n FOR VALUES FROM (1000) TO (3000);

-- @case a unique key and a unique key
-- @given
ALTER TABLE part ADD UNIQUE (a);
ALTER TABLE n ADD UNIQUE (a);
-- @statement
ALTER TABLE part ATTACH PARTITION n FOR VALUES FROM (1000) TO (3000);

-- @case a primary key to build
-- @given
ALTER TABLE part ADD PRIMARY KEY (a);
-- @statement
ALTER TABLE part ATTACH PARTITION n FOR VALUES FROM (1000) TO (3000);

-- @case a primary key and a primary key
-- @given
ALTER TABLE part ADD PRIMARY KEY (a);
ALTER TABLE n ADD PRIMARY KEY (a);
-- @statement
ALTER TABLE part ATTACH PARTITION n FOR VALUES FROM (1000) TO (3000);

-- @case a primary key and a unique key
-- @given
ALTER TABLE part ADD PRIMARY KEY (a);
ALTER TABLE n ADD UNIQUE (a);
-- @statement
ALTER TABLE part ATTACH PARTITION n FOR VALUES FROM (1000) TO (3000);

-- @case a primary key and another one
-- @given
ALTER TABLE part ADD PRIMARY KEY (a);
ALTER TABLE n ADD PRIMARY KEY (b, a);
-- @statement
ALTER TABLE part ATTACH PARTITION n FOR VALUES FROM (1000) TO (3000);

-- @case a partition's index that the parent does not have
-- @given
CREATE INDEX n_a ON n (a);
-- @statement
ALTER TABLE part ATTACH PARTITION n FOR VALUES FROM (1000) TO (3000);

-- @case a partition's key that the parent does not have
-- @given
ALTER TABLE n ADD PRIMARY KEY (a);
-- @statement
ALTER TABLE part ATTACH PARTITION n FOR VALUES FROM (1000) TO (3000);

-- @case a foreign key of the parent
-- @given
DROP TABLE part_0;
ALTER TABLE part ADD FOREIGN KEY (a) REFERENCES p;
-- @statement
ALTER TABLE part ATTACH PARTITION n FOR VALUES FROM (1000) TO (3000);

-- @case a foreign key of both
-- @given
ALTER TABLE part ADD FOREIGN KEY (a) REFERENCES p;
ALTER TABLE n ADD FOREIGN KEY (a) REFERENCES p;
-- @statement
ALTER TABLE part ATTACH PARTITION n FOR VALUES FROM (1000) TO (3000);

-- @case a foreign key of both, not valid on the partition
-- @given
DROP TABLE part_0;
ALTER TABLE part ADD FOREIGN KEY (a) REFERENCES p;
ALTER TABLE n ADD FOREIGN KEY (a) REFERENCES p NOT VALID;
-- @statement
ALTER TABLE part ATTACH PARTITION n FOR VALUES FROM (1000) TO (3000);

-- @case a foreign key of both with another action
-- @given
DROP TABLE part_0;
ALTER TABLE part ADD FOREIGN KEY (a) REFERENCES p;
ALTER TABLE n ADD FOREIGN KEY (a) REFERENCES p ON DELETE CASCADE;
-- @statement
ALTER TABLE part ATTACH PARTITION n FOR VALUES FROM (1000) TO (3000);

-- @case a foreign key of the partition
-- @given
ALTER TABLE n ADD FOREIGN KEY (a) REFERENCES p;
-- @statement
ALTER TABLE part ATTACH PARTITION n FOR VALUES FROM (1000) TO (3000);

-- @case a foreign key to the parent
-- @given
ALTER TABLE part ADD PRIMARY KEY (a);
CREATE TABLE refers (a integer REFERENCES part);
-- @statement
ALTER TABLE part ATTACH PARTITION n FOR VALUES FROM (1000) TO (3000);

-- @case a foreign key to the partition
-- @given
ALTER TABLE n ADD PRIMARY KEY (a);
CREATE TABLE refers (a integer REFERENCES n);
-- @statement
ALTER TABLE part ATTACH PARTITION n FOR VALUES FROM (1000) TO (3000);

-- @case a row trigger of the parent
-- @given
CREATE TRIGGER r AFTER INSERT ON part FOR EACH ROW EXECUTE FUNCTION trigger_function();
-- @statement
ALTER TABLE part ATTACH PARTITION n FOR VALUES FROM (1000) TO (3000);

-- @case a row trigger of both
-- @given
CREATE TRIGGER r AFTER INSERT ON part FOR EACH ROW EXECUTE FUNCTION trigger_function();
CREATE TRIGGER r AFTER INSERT ON n FOR EACH ROW EXECUTE FUNCTION trigger_function();
-- @statement
ALTER TABLE part ATTACH PARTITION n FOR VALUES FROM (1000) TO (3000);

-- @case a statement trigger of the parent
-- @given
CREATE TRIGGER r AFTER INSERT ON part FOR EACH STATEMENT EXECUTE FUNCTION trigger_function();
-- @statement
ALTER TABLE part ATTACH PARTITION n FOR VALUES FROM (1000) TO (3000);

-- @case a trigger with a transition table on the partition
-- @given
CREATE TRIGGER r AFTER INSERT ON n REFERENCING NEW TABLE AS new_rows FOR EACH ROW EXECUTE FUNCTION trigger_function();
-- @statement
ALTER TABLE part ATTACH PARTITION n FOR VALUES FROM (1000) TO (3000);

-- @case an index on the parent only that is not valid
-- @given
CREATE INDEX part_a ON ONLY part (a);
-- @statement
ALTER TABLE part ATTACH PARTITION n FOR VALUES FROM (1000) TO (3000);

-- @case an index attached that completes its parent
-- @given
CREATE INDEX part_a ON ONLY part (a);
CREATE INDEX part_0_a ON part_0 (a);
-- @statement
ALTER INDEX part_a ATTACH PARTITION part_0_a;

-- @case an index attached that does not complete its parent
-- @given
CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (1000) TO (2000);
CREATE INDEX part_a ON ONLY part (a);
CREATE INDEX part_0_a ON part_0 (a);
-- @statement
ALTER INDEX part_a ATTACH PARTITION part_0_a;

-- @case an index attached twice
-- @given
CREATE INDEX part_a ON part (a);
-- @statement
ALTER INDEX part_a ATTACH PARTITION part_0_a_idx;

-- @case an index attached that is another one
-- @given
CREATE INDEX part_a ON ONLY part (a);
CREATE INDEX part_0_b ON part_0 (b);
-- @statement
ALTER INDEX part_a ATTACH PARTITION part_0_b;

-- @case an index attached of a table that is no partition
-- @given
CREATE INDEX part_a ON ONLY part (a);
CREATE INDEX n_a ON n (a);
-- @statement
ALTER INDEX part_a ATTACH PARTITION n_a;

-- @case an index attached to a plain one
-- @given
CREATE INDEX part_0_a ON part_0 (a);
CREATE INDEX n_a ON n (a);
-- @statement
ALTER INDEX n_a ATTACH PARTITION part_0_a;

-- @case an index attached that does not exist
-- @given
CREATE INDEX part_a ON ONLY part (a);
-- @statement
ALTER INDEX part_a ATTACH PARTITION missing;

-- @case a key's index attached
-- @given
CREATE UNIQUE INDEX part_a ON ONLY part (a);
CREATE UNIQUE INDEX part_0_a ON part_0 (a);
-- @statement
ALTER INDEX part_a ATTACH PARTITION part_0_a;

-- @case an index attached by ALTER TABLE
-- @given
CREATE INDEX part_a ON ONLY part (a);
CREATE INDEX part_0_a ON part_0 (a);
-- @statement
ALTER TABLE part_a ATTACH PARTITION part_0_a FOR VALUES FROM (1) TO (2);
