-- CREATE TABLE ... PARTITION OF: the parent, the default partition, and what the parent hands down.
-- @setup
CREATE TABLE other (id integer PRIMARY KEY);
CREATE TABLE r (a integer NOT NULL, b integer, c text) PARTITION BY RANGE (a);
CREATE TABLE r_1 PARTITION OF r FOR VALUES FROM (0) TO (1000);
INSERT INTO r SELECT i, i, repeat('x', 400) FROM generate_series(0, 999) i;
CREATE TABLE l (a text, b integer) PARTITION BY LIST (a);
CREATE TABLE l_1 PARTITION OF l FOR VALUES IN ('x', 'y');
CREATE TABLE h (a integer, b text) PARTITION BY HASH (a);
CREATE TABLE h_0 PARTITION OF h FOR VALUES WITH (MODULUS 4, REMAINDER 0);
CREATE TABLE plain (a integer);
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
-- What was here once and is gone is known to be absent.
CREATE TABLE nowhere (a integer);
DROP TABLE nowhere;

-- @case a range partition
CREATE TABLE r_2 PARTITION OF r FOR VALUES FROM (1000) TO (2000);

-- @case a range partition with open ends
CREATE TABLE r_2 PARTITION OF r FOR VALUES FROM (1000) TO (MAXVALUE);

-- @case a list partition
CREATE TABLE l_2 PARTITION OF l FOR VALUES IN ('z', NULL);

-- @case a hash partition
CREATE TABLE h_1 PARTITION OF h FOR VALUES WITH (MODULUS 4, REMAINDER 1);

-- @case a default partition
-- @each of: r | l
CREATE TABLE d PARTITION OF ${of} DEFAULT;

-- @case a partition that is partitioned
CREATE TABLE r_2 PARTITION OF r FOR VALUES FROM (1000) TO (2000) PARTITION BY LIST (b);

-- @case a partition of a partitioned partition
-- @given
CREATE TABLE r_2 PARTITION OF r FOR VALUES FROM (1000) TO (2000) PARTITION BY LIST (b);
-- @statement
CREATE TABLE r_2_1 PARTITION OF r_2 FOR VALUES IN (1, 2);

-- @case a partition beside a default partition scans that one
-- @given
CREATE TABLE r_d PARTITION OF r DEFAULT;
INSERT INTO r SELECT i, i, repeat('x', 400) FROM generate_series(5000, 7000) i;
-- @statement
CREATE TABLE r_2 PARTITION OF r FOR VALUES FROM (1000) TO (2000);

-- @case a default partition whose CHECK keeps the new bound out is not scanned
-- @given
CREATE TABLE r_d (a integer NOT NULL, b integer, c text, CONSTRAINT far CHECK (a >= 5000));
ALTER TABLE r ATTACH PARTITION r_d DEFAULT;
INSERT INTO r SELECT i, i, repeat('x', 400) FROM generate_series(5000, 7000) i;
-- @statement
CREATE TABLE r_2 PARTITION OF r FOR VALUES FROM (1000) TO (2000);

-- @case a default partition that is partitioned
-- @given
CREATE TABLE r_d PARTITION OF r DEFAULT PARTITION BY RANGE (a);
CREATE TABLE r_d_1 PARTITION OF r_d FOR VALUES FROM (5000) TO (8000);
INSERT INTO r SELECT i, i, repeat('x', 400) FROM generate_series(5000, 7000) i;
-- @statement
CREATE TABLE r_2 PARTITION OF r FOR VALUES FROM (1000) TO (2000);

-- @case a list partition beside a default partition
-- @given
CREATE TABLE l_d PARTITION OF l DEFAULT;
INSERT INTO l SELECT 'other' || repeat('x', 400), i FROM generate_series(1, 2000) i;
-- @statement
CREATE TABLE l_2 PARTITION OF l FOR VALUES IN ('z');

-- @case the indexes of the parent are made for the partition
-- @given
CREATE INDEX r_b ON r (b);
ALTER TABLE r ADD CONSTRAINT r_key PRIMARY KEY (a);
-- @statement
CREATE TABLE r_2 PARTITION OF r FOR VALUES FROM (1000) TO (2000);

-- @case an index ON ONLY the parent is made for the partition, too
-- @given
CREATE INDEX r_b ON ONLY r (b);
-- @statement
CREATE TABLE r_2 PARTITION OF r FOR VALUES FROM (1000) TO (2000);

-- @case the foreign keys of the parent
-- @given
TRUNCATE r;
ALTER TABLE r ADD CONSTRAINT r_fk FOREIGN KEY (b) REFERENCES other;
-- @statement
CREATE TABLE r_2 PARTITION OF r FOR VALUES FROM (1000) TO (2000);

-- @case a foreign key to the parent
-- @given
ALTER TABLE r ADD CONSTRAINT r_key PRIMARY KEY (a);
CREATE TABLE referring (a integer REFERENCES r);
-- @statement
CREATE TABLE r_2 PARTITION OF r FOR VALUES FROM (1000) TO (2000);

-- @case the row triggers of the parent
-- @given
CREATE TRIGGER t_row AFTER INSERT ON r FOR EACH ROW EXECUTE FUNCTION tf();
CREATE TRIGGER t_statement AFTER INSERT ON r FOR EACH STATEMENT EXECUTE FUNCTION tf();
-- @statement
CREATE TABLE r_2 PARTITION OF r FOR VALUES FROM (1000) TO (2000);

-- @case the views on the parent are not asked
-- @given
CREATE VIEW rv AS SELECT a FROM r;
-- @statement
CREATE TABLE r_2 PARTITION OF r FOR VALUES FROM (1000) TO (2000);

-- @case columns and constraints of its own
CREATE TABLE r_2 PARTITION OF r (b DEFAULT 5 NOT NULL, CONSTRAINT c_there CHECK (c <> ''), PRIMARY KEY (b)) FOR VALUES FROM (1000) TO (2000);

-- @case a foreign key of its own
CREATE TABLE r_2 PARTITION OF r (FOREIGN KEY (b) REFERENCES other) FOR VALUES FROM (1000) TO (2000);

-- @case a partition IF NOT EXISTS that is there
CREATE TABLE IF NOT EXISTS r_1 PARTITION OF r FOR VALUES FROM (0) TO (1000);

-- @case a partition IF NOT EXISTS that is not there
CREATE TABLE IF NOT EXISTS r_2 PARTITION OF r FOR VALUES FROM (1000) TO (2000);

-- @case a partition of other storage
CREATE TABLE r_2 PARTITION OF r FOR VALUES FROM (1000) TO (2000) WITH (fillfactor = 50) TABLESPACE pg_default;

-- @case a temporary partition of a permanent table
CREATE TEMP TABLE r_2 PARTITION OF r FOR VALUES FROM (1000) TO (2000);

-- @case an unlogged partition
CREATE UNLOGGED TABLE r_2 PARTITION OF r FOR VALUES FROM (1000) TO (2000);

-- @case a bound that overlaps
CREATE TABLE r_2 PARTITION OF r FOR VALUES FROM (500) TO (1500);

-- @case a list value that is taken
CREATE TABLE l_2 PARTITION OF l FOR VALUES IN ('y', 'z');

-- @case a remainder that is taken
CREATE TABLE h_1 PARTITION OF h FOR VALUES WITH (MODULUS 4, REMAINDER 0);

-- @case a modulus that is no factor
CREATE TABLE h_1 PARTITION OF h FOR VALUES WITH (MODULUS 3, REMAINDER 1);

-- @case a remainder beyond the modulus
CREATE TABLE h_1 PARTITION OF h FOR VALUES WITH (MODULUS 4, REMAINDER 4);

-- @case an empty range
CREATE TABLE r_2 PARTITION OF r FOR VALUES FROM (2000) TO (2000);

-- @case a bound of another strategy
-- @each bound: IN ('a') | WITH (MODULUS 4, REMAINDER 1)
CREATE TABLE r_2 PARTITION OF r FOR VALUES ${bound};

-- @case a range bound with too many values
CREATE TABLE r_2 PARTITION OF r FOR VALUES FROM (1000, 1) TO (2000, 1);

-- @case a bound of the wrong type
CREATE TABLE r_2 PARTITION OF r FOR VALUES FROM ('x') TO ('y');

-- @case a second default partition
-- @given
CREATE TABLE r_d PARTITION OF r DEFAULT;
-- @statement
CREATE TABLE r_e PARTITION OF r DEFAULT;

-- @case a hash-partitioned table has no default partition
CREATE TABLE h_d PARTITION OF h DEFAULT;

-- @case a partition of a table that is not partitioned
CREATE TABLE n PARTITION OF plain FOR VALUES FROM (0) TO (1);

-- @case a partition of an unknown table
CREATE TABLE n PARTITION OF nowhere FOR VALUES FROM (0) TO (1);

-- @case a column that the parent lacks
CREATE TABLE r_2 PARTITION OF r (nothing NOT NULL) FOR VALUES FROM (1000) TO (2000);
