-- ADD UNIQUE, PRIMARY KEY and EXCLUDE, with an index to build or USING INDEX.
-- @setup
-- What was here once and is gone is known to be absent.
CREATE TABLE missing (a integer);
DROP TABLE missing;
CREATE ACCESS METHOD missing TYPE TABLE HANDLER heap_tableam_handler;
DROP ACCESS METHOD missing;
DROP EXTENSION IF EXISTS btree_gist;
CREATE TABLE t (a integer, b text, c integer NOT NULL, d json, r int4range);
INSERT INTO t SELECT i, repeat('x', 400), i, NULL, int4range(i, i + 1) FROM generate_series(1, 2000) i;
CREATE UNIQUE INDEX t_a ON t (a);
CREATE UNIQUE INDEX t_c ON t (c);
CREATE UNIQUE INDEX t_a_c ON t (a, c);
CREATE INDEX t_plain ON t (a);
CREATE UNIQUE INDEX t_partial ON t (a) WHERE a > 5;
CREATE UNIQUE INDEX t_expression ON t ((a + 1));
CREATE UNIQUE INDEX t_desc ON t (a DESC);
CREATE UNIQUE INDEX t_nulls ON t (a NULLS FIRST);
CREATE UNIQUE INDEX t_include ON t (c) INCLUDE (a);
CREATE UNIQUE INDEX t_opclass ON t (b text_pattern_ops, a);
CREATE TABLE keyed (id integer PRIMARY KEY, a integer UNIQUE);
CREATE TABLE twice (a integer);
INSERT INTO twice VALUES (1), (1);
CREATE TABLE nulls (a integer);
INSERT INTO nulls VALUES (NULL);
CREATE TABLE parent (a integer, b integer);
CREATE TABLE child () INHERITS (parent);
INSERT INTO child SELECT i, i FROM generate_series(1, 1000) i;
CREATE TABLE part (a integer, b integer, n integer NOT NULL) PARTITION BY RANGE (a);
CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (1000);
CREATE TABLE part_2 PARTITION OF part FOR VALUES FROM (1000) TO (9000) PARTITION BY RANGE (a);
CREATE TABLE part_2_1 PARTITION OF part_2 FOR VALUES FROM (1000) TO (9000);
INSERT INTO part SELECT i, i, i FROM generate_series(1, 2000) i;
CREATE TABLE by_expression (a integer) PARTITION BY RANGE ((a + 1));
CREATE VIEW v AS SELECT a FROM t;
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;

-- @case unique: ${unique}
-- @each unique: UNIQUE (a) | UNIQUE (a, c) | CONSTRAINT k UNIQUE (a) | UNIQUE (a) DEFERRABLE | UNIQUE (a) DEFERRABLE INITIALLY DEFERRED | UNIQUE (a) NOT DEFERRABLE | UNIQUE (a) INCLUDE (c) | UNIQUE (a) WITH (fillfactor = 70) | UNIQUE (a) USING INDEX TABLESPACE pg_default | UNIQUE NULLS NOT DISTINCT (a) | UNIQUE NULLS DISTINCT (a)
ALTER TABLE t ADD ${unique};

-- @case a primary key: ${key}
-- @each key: PRIMARY KEY (c) | PRIMARY KEY (a) | PRIMARY KEY (a, c) | CONSTRAINT k PRIMARY KEY (c) | PRIMARY KEY (c) DEFERRABLE | PRIMARY KEY (c) INCLUDE (b) | PRIMARY KEY (c, b)
ALTER TABLE t ADD ${key};

-- @case a primary key of a column that a check proves not null
-- @given
ALTER TABLE t ADD CONSTRAINT k CHECK (a IS NOT NULL);
-- @statement
ALTER TABLE t ADD PRIMARY KEY (a);

-- @case a second primary key
ALTER TABLE keyed ADD PRIMARY KEY (a);

-- @case a primary key instead of another
ALTER TABLE keyed DROP CONSTRAINT keyed_pkey, ADD PRIMARY KEY (a);

-- @case a unique constraint that is there under another name
ALTER TABLE keyed ADD CONSTRAINT k UNIQUE (a);

-- @case values that are there twice
-- @undetermined failure: the rows decide
ALTER TABLE twice ADD UNIQUE (a);

-- @case a primary key with nulls
-- @undetermined failure: the rows decide
ALTER TABLE nulls ADD PRIMARY KEY (a);

-- @case a missing column
ALTER TABLE t ADD UNIQUE (missing);

-- @case a missing column in a primary key
ALTER TABLE t ADD PRIMARY KEY (missing);

-- @case a column twice
ALTER TABLE t ADD UNIQUE (a, a);

-- @case a column twice in a primary key
ALTER TABLE t ADD PRIMARY KEY (a, a);

-- @case a system column
ALTER TABLE t ADD UNIQUE (ctid);

-- @case a type without an operator class
ALTER TABLE t ADD UNIQUE (d);

-- @case unique and not valid
ALTER TABLE t ADD CONSTRAINT k UNIQUE (a) NOT VALID;

-- @case unique and not enforced
ALTER TABLE t ADD CONSTRAINT k UNIQUE (a) NOT ENFORCED;

-- @case unique and not inherited
ALTER TABLE t ADD CONSTRAINT k UNIQUE (a) NO INHERIT;

-- @case a name that an index has
ALTER TABLE t ADD CONSTRAINT t_a UNIQUE (a);

-- @case a name that a table has
ALTER TABLE t ADD CONSTRAINT keyed UNIQUE (a);

-- @case a name that a constraint has
ALTER TABLE keyed ADD CONSTRAINT keyed_a_key UNIQUE (a);

-- @case a generated name that is taken
-- @given
CREATE TABLE t_a_key (a integer);
-- @statement
ALTER TABLE t ADD UNIQUE (a);

-- @case an existing index: ${index}
-- @each index: UNIQUE USING INDEX t_a | UNIQUE USING INDEX t_c | UNIQUE USING INDEX t_a_c | UNIQUE USING INDEX t_plain | UNIQUE USING INDEX t_partial | UNIQUE USING INDEX t_expression | UNIQUE USING INDEX t_desc | UNIQUE USING INDEX t_nulls | UNIQUE USING INDEX t_include | UNIQUE USING INDEX t_opclass | UNIQUE USING INDEX missing | UNIQUE USING INDEX keyed_a_key | UNIQUE USING INDEX t_a DEFERRABLE | PRIMARY KEY USING INDEX t_c | PRIMARY KEY USING INDEX t_a | PRIMARY KEY USING INDEX t_a_c | PRIMARY KEY USING INDEX t_include | PRIMARY KEY USING INDEX t_expression
ALTER TABLE t ADD ${index};

-- @case an existing index under another name
ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX t_a;

-- @case an existing index under its own name
ALTER TABLE t ADD CONSTRAINT t_a UNIQUE USING INDEX t_a;

-- @case an existing index as a primary key under another name
ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY USING INDEX t_c;

-- @case an existing index as a primary key whose column a check proves not null
-- @given
ALTER TABLE t ADD CONSTRAINT k CHECK (a IS NOT NULL);
-- @statement
ALTER TABLE t ADD PRIMARY KEY USING INDEX t_a;

-- @case an existing index of another table
ALTER TABLE keyed ADD UNIQUE USING INDEX t_a;

-- @case an index that a constraint has
ALTER TABLE keyed ADD CONSTRAINT k UNIQUE USING INDEX keyed_a_key;

-- @case an existing index and the old key
-- @given
CREATE UNIQUE INDEX keyed_new ON keyed (id);
-- @statement
ALTER TABLE keyed DROP CONSTRAINT keyed_pkey, ADD CONSTRAINT keyed_pkey PRIMARY KEY USING INDEX keyed_new;

-- @case an existing index whose column becomes not null
ALTER TABLE t ALTER COLUMN a SET NOT NULL, ADD PRIMARY KEY USING INDEX t_a;

-- @case an exclusion: ${exclude}
-- @each exclude: EXCLUDE USING gist (r WITH &&) | EXCLUDE (a WITH =) | EXCLUDE USING btree (a WITH =) | EXCLUDE USING hash (a WITH =) | EXCLUDE USING gist (r WITH &&) WHERE (a > 5) | EXCLUDE USING gist (r WITH &&) DEFERRABLE | CONSTRAINT k EXCLUDE USING gist (r WITH &&) | EXCLUDE USING gist (int4range(a, a + 1) WITH &&) | EXCLUDE USING gist (a WITH =) | EXCLUDE USING gin (b WITH =) | EXCLUDE USING missing (a WITH =) | EXCLUDE USING gist (missing WITH &&) | EXCLUDE (a WITH <)
ALTER TABLE t ADD ${exclude};

-- @case an exclusion that the rows break
-- @undetermined failure: the rows decide
ALTER TABLE twice ADD EXCLUDE (a WITH =);

-- @case unique without overlaps
ALTER TABLE t ADD UNIQUE (r WITHOUT OVERLAPS);

-- @case a primary key without overlaps of a range alone
-- @versions 18
ALTER TABLE t ADD PRIMARY KEY (r WITHOUT OVERLAPS);

-- @case unique without overlaps of an integer
-- @versions 18
ALTER TABLE t ADD UNIQUE (r, a WITHOUT OVERLAPS);

-- @case unique of an inheritance parent
ALTER TABLE parent ADD UNIQUE (a);

-- @case a primary key of an inheritance parent
ALTER TABLE parent ADD PRIMARY KEY (a);

-- @case a primary key of an inheritance parent only
ALTER TABLE ONLY parent ADD PRIMARY KEY (a);

-- @case a primary key of an inheritance child
ALTER TABLE child ADD PRIMARY KEY (a);

-- @case unique of a partitioned table
ALTER TABLE part ADD UNIQUE (a);

-- @case unique of a partitioned table without its key
ALTER TABLE part ADD UNIQUE (b);

-- @case a primary key of a partitioned table
ALTER TABLE part ADD PRIMARY KEY (a);

-- @case a primary key of a partitioned table over two columns
ALTER TABLE part ADD PRIMARY KEY (a, n);

-- @case unique of a partitioned table only
ALTER TABLE ONLY part ADD UNIQUE (a);

-- @case a primary key of a partitioned table only
ALTER TABLE ONLY part ADD PRIMARY KEY (a);

-- @case a primary key of a partitioned table only, whose columns are not null
-- @given
ALTER TABLE part ALTER COLUMN a SET NOT NULL;
-- @statement
ALTER TABLE ONLY part ADD PRIMARY KEY (a);

-- @case unique of a partitioned table whose partition has the index
-- @given
CREATE UNIQUE INDEX part_1_a ON part_1 (a);
-- @statement
ALTER TABLE part ADD UNIQUE (a);

-- @case unique of a partitioned table whose partition has the constraint
-- @given
ALTER TABLE part_1 ADD UNIQUE (a);
-- @statement
ALTER TABLE part ADD UNIQUE (a);

-- @case a primary key of a partitioned table whose partition has one
-- @given
ALTER TABLE part_1 ADD PRIMARY KEY (a);
-- @statement
ALTER TABLE part ADD PRIMARY KEY (a);

-- @case an existing index of a partitioned table
-- @given
CREATE UNIQUE INDEX part_a ON part (a);
-- @statement
ALTER TABLE part ADD UNIQUE USING INDEX part_a;

-- @case unique of a partitioned table by an expression
ALTER TABLE by_expression ADD UNIQUE (a);

-- @case an exclusion of a partitioned table
ALTER TABLE part ADD EXCLUDE (a WITH =);

-- @case unique of a partition
ALTER TABLE part_1 ADD UNIQUE (b);

-- @case a primary key of a partition
ALTER TABLE part_1 ADD PRIMARY KEY (n);

-- @case a view
ALTER TABLE v ADD UNIQUE (a);

-- @case a materialized view
ALTER TABLE m ADD PRIMARY KEY (a);

-- @case two keys
ALTER TABLE t ADD PRIMARY KEY (c), ADD UNIQUE (a);

-- @case a key and a rewrite
ALTER TABLE t ADD UNIQUE (a), ADD COLUMN x float8 DEFAULT random();

-- @case a virtual column
-- @versions 18
-- @given
ALTER TABLE t ADD COLUMN g integer GENERATED ALWAYS AS (a * 2) VIRTUAL;
-- @statement
ALTER TABLE t ADD UNIQUE (g);

-- @case a not null constraint that is not valid
-- @versions 18
-- @given
ALTER TABLE t ADD CONSTRAINT k NOT NULL a NOT VALID;
-- @statement
ALTER TABLE t ADD PRIMARY KEY (a);
