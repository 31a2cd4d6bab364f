-- ADD FOREIGN KEY: both tables, their partitions, and what is checked.
-- @setup
-- What was here once and is gone is known to be absent.
CREATE TABLE missing (a integer);
DROP TABLE missing;
CREATE SCHEMA missing;
DROP SCHEMA missing;
CREATE TABLE p (id integer PRIMARY KEY, code text UNIQUE, a integer, b integer, UNIQUE (a, b));
INSERT INTO p SELECT i, i::text, i, i FROM generate_series(1, 2000) i;
CREATE UNIQUE INDEX p_partial ON p (b) WHERE b > 5;
CREATE UNIQUE INDEX p_lower ON p (lower(code));
CREATE TABLE deferrable_key (id integer PRIMARY KEY DEFERRABLE);
CREATE TABLE t (a integer, b integer, c text, d bigint, e integer NOT NULL, g integer GENERATED ALWAYS AS (a * 2) STORED);
INSERT INTO t (a, b, c, d, e) SELECT i, i, i::text, i, i FROM generate_series(1, 2000) i;
CREATE TABLE orphans (a integer);
INSERT INTO orphans VALUES (-1);
CREATE TABLE no_rows (a integer);
CREATE TABLE few (a integer);
INSERT INTO few SELECT i FROM generate_series(1, 100) i;
CREATE TABLE self (id integer PRIMARY KEY, up integer);
INSERT INTO self SELECT i, i FROM generate_series(1, 100) i;
CREATE TABLE part (a integer, b text) PARTITION BY RANGE (a);
CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (1000);
CREATE TABLE part_2 PARTITION OF part FOR VALUES FROM (1000) TO (9000) PARTITION BY RANGE (a);
CREATE TABLE part_2_1 PARTITION OF part_2 FOR VALUES FROM (1000) TO (9000);
INSERT INTO part SELECT i, repeat('x', 400) FROM generate_series(1, 1500) i;
CREATE TABLE keyed_part (a integer PRIMARY KEY) PARTITION BY RANGE (a);
CREATE TABLE keyed_part_1 PARTITION OF keyed_part FOR VALUES FROM (0) TO (1000);
CREATE TABLE keyed_part_2 PARTITION OF keyed_part FOR VALUES FROM (1000) TO (9000) PARTITION BY RANGE (a);
CREATE TABLE keyed_part_2_1 PARTITION OF keyed_part_2 FOR VALUES FROM (1000) TO (9000);
INSERT INTO keyed_part SELECT i FROM generate_series(1, 2000) i;
CREATE TABLE parent (id integer PRIMARY KEY, a integer);
CREATE TABLE child () INHERITS (parent);
INSERT INTO parent SELECT i, i FROM generate_series(1, 2000) i;
INSERT INTO child SELECT i, i FROM generate_series(1, 2000) i;
CREATE UNLOGGED TABLE u (id integer PRIMARY KEY);
INSERT INTO u SELECT i FROM generate_series(1, 2000) i;
CREATE VIEW v AS SELECT id FROM p;
CREATE MATERIALIZED VIEW m AS SELECT id FROM p;

-- @case a reference: ${reference}
-- @each reference: FOREIGN KEY (a) REFERENCES p | FOREIGN KEY (a) REFERENCES p (id) | CONSTRAINT k FOREIGN KEY (a) REFERENCES p | FOREIGN KEY (c) REFERENCES p (code) | FOREIGN KEY (a, b) REFERENCES p (a, b) | FOREIGN KEY (a, b) REFERENCES p (b, a) | FOREIGN KEY (a) REFERENCES p MATCH FULL | FOREIGN KEY (a, b) REFERENCES p (a, b) MATCH FULL | FOREIGN KEY (a) REFERENCES p ON DELETE CASCADE ON UPDATE CASCADE | FOREIGN KEY (a) REFERENCES p ON DELETE SET NULL | FOREIGN KEY (a) REFERENCES p DEFERRABLE INITIALLY DEFERRED | FOREIGN KEY (d) REFERENCES p | FOREIGN KEY (e) REFERENCES p
ALTER TABLE t ADD ${reference};

-- @case a reference that is not valid: ${reference}
-- @each reference: FOREIGN KEY (a) REFERENCES p NOT VALID | CONSTRAINT k FOREIGN KEY (a) REFERENCES p NOT VALID | FOREIGN KEY (a) REFERENCES p ON DELETE CASCADE NOT VALID | FOREIGN KEY (a) REFERENCES p DEFERRABLE NOT VALID
ALTER TABLE t ADD ${reference};

-- @case a reference that is not enforced
ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p NOT ENFORCED;

-- @case a reference that does not fit: ${reference}
-- @each reference: FOREIGN KEY (c) REFERENCES p | FOREIGN KEY (missing) REFERENCES p | FOREIGN KEY (a) REFERENCES p (missing) | FOREIGN KEY (a) REFERENCES missing | FOREIGN KEY (a) REFERENCES t | FOREIGN KEY (a) REFERENCES t (b) | FOREIGN KEY (a, b) REFERENCES p | FOREIGN KEY (a) REFERENCES p (a) | FOREIGN KEY (a) REFERENCES p (b) | FOREIGN KEY (c) REFERENCES p (lower) | FOREIGN KEY (a) REFERENCES deferrable_key | FOREIGN KEY (a, a) REFERENCES p (a, b) | FOREIGN KEY (a, b) REFERENCES p (a, a) | FOREIGN KEY (a) REFERENCES v | FOREIGN KEY (a) REFERENCES v (id) | FOREIGN KEY (a) REFERENCES m (id) | FOREIGN KEY (a) REFERENCES u | FOREIGN KEY (ctid) REFERENCES p | FOREIGN KEY (g) REFERENCES p ON DELETE SET NULL | FOREIGN KEY (g) REFERENCES p ON UPDATE CASCADE | FOREIGN KEY (a) REFERENCES p MATCH PARTIAL | FOREIGN KEY (a) REFERENCES pg_class (oid) | FOREIGN KEY (a) REFERENCES p (ctid) | FOREIGN KEY (a) REFERENCES missing.p
ALTER TABLE t ADD ${reference};

-- @case a reference with a list of columns to set
ALTER TABLE t ADD FOREIGN KEY (a, b) REFERENCES p (a, b) ON DELETE SET NULL (a);

-- @case a reference with a list of columns that are not its own
-- @versions 15..18
ALTER TABLE t ADD FOREIGN KEY (a, b) REFERENCES p (a, b) ON DELETE SET NULL (e);

-- @case a reference whose rows are missing
-- @undetermined failure: the rows decide
ALTER TABLE orphans ADD FOREIGN KEY (a) REFERENCES p;

-- @case a reference whose rows are missing, not valid
ALTER TABLE orphans ADD FOREIGN KEY (a) REFERENCES p NOT VALID;

-- @case a reference of an empty table
-- @undetermined work: no row refers to the table, and so the plan decides whether it is read
ALTER TABLE no_rows ADD FOREIGN KEY (a) REFERENCES p;

-- @case a reference to the same table
ALTER TABLE self ADD FOREIGN KEY (up) REFERENCES self;

-- @case a reference to the same table, not valid
ALTER TABLE self ADD FOREIGN KEY (up) REFERENCES self NOT VALID;

-- @case a name that is taken
-- @given
ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0);
-- @statement
ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES p;

-- @case two references to one table
ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p, ADD FOREIGN KEY (b) REFERENCES p;

-- @case two references to two tables
ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p, ADD FOREIGN KEY (b) REFERENCES keyed_part NOT VALID;

-- @case a reference and a check
ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p, ADD CHECK (a > 0);

-- @case a reference and a rewrite
ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p, ADD COLUMN r float8 DEFAULT random();

-- @case a reference to a unique index
-- @given
CREATE UNIQUE INDEX p_b ON p (b);
-- @statement
ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p (b);

-- @case a reference to a unique index in another order
-- @given
CREATE UNIQUE INDEX p_b_id ON p (b, id);
-- @statement
ALTER TABLE t ADD FOREIGN KEY (a, b) REFERENCES p (id, b);

-- @case an index on the referencing column
-- @given
CREATE INDEX t_a ON t (a);
-- @statement
ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p;

-- @case a generated column as the reference
ALTER TABLE t ADD FOREIGN KEY (g) REFERENCES p NOT VALID;

-- @case to a partitioned table
ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES keyed_part;

-- @case to a partitioned table, not valid
ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES keyed_part NOT VALID;

-- @case to a partition
ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES keyed_part_1 NOT VALID;

-- @case to a partition that is partitioned
ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES keyed_part_2 NOT VALID;

-- @case of a partitioned table
ALTER TABLE part ADD FOREIGN KEY (a) REFERENCES p;

-- @case of a partitioned table, not valid
ALTER TABLE part ADD FOREIGN KEY (a) REFERENCES p NOT VALID;

-- @case of a partitioned table, not enforced
-- @versions 18
ALTER TABLE part ADD FOREIGN KEY (a) REFERENCES p NOT ENFORCED;

-- @case of a partitioned table only
ALTER TABLE ONLY part ADD FOREIGN KEY (a) REFERENCES p;

-- @case of a partition
ALTER TABLE part_1 ADD FOREIGN KEY (a) REFERENCES p;

-- @case of a partition, not valid
ALTER TABLE part_1 ADD FOREIGN KEY (a) REFERENCES p NOT VALID;

-- @case of a partition that is partitioned
ALTER TABLE part_2 ADD FOREIGN KEY (a) REFERENCES p;

-- @case of a partitioned table whose partition has the reference
-- @given
ALTER TABLE part_1 ADD FOREIGN KEY (a) REFERENCES p;
-- @statement
ALTER TABLE part ADD FOREIGN KEY (a) REFERENCES p;

-- @case of a partitioned table whose partition has the reference, not valid
-- @given
ALTER TABLE part_1 ADD FOREIGN KEY (a) REFERENCES p NOT VALID;
-- @statement
ALTER TABLE part ADD FOREIGN KEY (a) REFERENCES p;

-- @case of a partitioned table to a partitioned table
ALTER TABLE part ADD FOREIGN KEY (a) REFERENCES keyed_part;

-- @case of a partitioned table to itself
ALTER TABLE keyed_part ADD FOREIGN KEY (a) REFERENCES keyed_part;

-- @case of an inheritance parent
ALTER TABLE parent ADD FOREIGN KEY (a) REFERENCES p;

-- @case of an inheritance parent only
ALTER TABLE ONLY parent ADD FOREIGN KEY (a) REFERENCES p;

-- @case to an inheritance parent
ALTER TABLE few ADD FOREIGN KEY (a) REFERENCES parent;

-- @case of an inheritance child
ALTER TABLE child ADD FOREIGN KEY (a) REFERENCES p;

-- @case of an unlogged table
ALTER TABLE u ADD FOREIGN KEY (id) REFERENCES p;

-- @case of a temporary table
-- @session
CREATE TEMPORARY TABLE temp_table (a integer);
-- @statement
ALTER TABLE temp_table ADD FOREIGN KEY (a) REFERENCES p;

-- @case of a view
ALTER TABLE v ADD FOREIGN KEY (id) REFERENCES p;

-- @case two columns of different types
-- @given
CREATE TABLE n (id numeric PRIMARY KEY);
-- @statement
ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES n NOT VALID;

-- @case a reference to a wider type
-- @given
CREATE TABLE w (id bigint PRIMARY KEY);
-- @statement
ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES w NOT VALID;

-- @case a domain
-- @given
CREATE DOMAIN d AS integer;
ALTER TABLE t ADD COLUMN dom d;
UPDATE t SET dom = a;
-- @statement
ALTER TABLE t ADD FOREIGN KEY (dom) REFERENCES p;

-- @case varchar to text
-- @given
ALTER TABLE t ADD COLUMN vc varchar(10);
UPDATE t SET vc = c;
-- @statement
ALTER TABLE t ADD FOREIGN KEY (vc) REFERENCES p (code);

-- @case with a period
-- @versions 18
-- @given
CREATE TABLE booked (id int4range, during daterange, PRIMARY KEY (id, during WITHOUT OVERLAPS));
CREATE TABLE booking (id int4range, during daterange);
-- @statement
ALTER TABLE booking ADD FOREIGN KEY (id, PERIOD during) REFERENCES booked (id, PERIOD during);

-- @case a virtual column
-- @versions 18
-- @given
ALTER TABLE t ADD COLUMN w integer GENERATED ALWAYS AS (a * 2) VIRTUAL;
-- @statement
ALTER TABLE t ADD FOREIGN KEY (w) REFERENCES p;
