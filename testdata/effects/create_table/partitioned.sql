-- CREATE TABLE ... PARTITION BY, INHERITS, OF a type.
-- @setup
CREATE TABLE other (id integer PRIMARY KEY);
CREATE TYPE ct AS (x integer, y text);
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TABLE parent (id integer PRIMARY KEY, v text NOT NULL DEFAULT 'v', CONSTRAINT v_short CHECK (length(v) < 500));
CREATE TABLE child (extra integer) INHERITS (parent);
CREATE TABLE second (id integer, w text);
CREATE TABLE odd (id text);
CREATE TABLE r (a integer) PARTITION BY RANGE (a);
CREATE TABLE r_1 PARTITION OF r FOR VALUES FROM (0) TO (10);
CREATE VIEW v AS SELECT * FROM parent;
CREATE TABLE final_check (id integer CONSTRAINT id_positive CHECK (id > 0) NO INHERIT);
-- What was here once and is gone is known to be absent.
CREATE TABLE nowhere (a integer);
DROP TABLE nowhere;
CREATE TYPE nothing AS ENUM ('a');
DROP TYPE nothing;

-- @case partitioned by
-- @each key: RANGE (a) | RANGE (a, b) | LIST (b) | HASH (a, b) | RANGE ((a + 1)) | LIST (lower(b)) | RANGE (a int4_ops) | RANGE (b COLLATE "C")
CREATE TABLE n (a integer, b text) PARTITION BY ${key};

-- @case partitioned with a primary key of the key columns
CREATE TABLE n (a integer, b text, PRIMARY KEY (a)) PARTITION BY RANGE (a);

-- @case partitioned with a primary key that lacks the key columns
CREATE TABLE n (a integer PRIMARY KEY, b integer) PARTITION BY RANGE (b);

-- @case partitioned by an expression with a unique constraint
CREATE TABLE n (a integer UNIQUE) PARTITION BY RANGE ((a + 1));

-- @case partitioned with a serial and an identity
CREATE TABLE n (a serial) PARTITION BY RANGE (a);

-- @case an identity column on a partitioned table
CREATE TABLE n (a integer GENERATED ALWAYS AS IDENTITY) PARTITION BY RANGE (a);

-- @case an exclusion constraint on a partitioned table
CREATE TABLE n (a integer, r int4range, EXCLUDE USING gist (r WITH &&)) PARTITION BY RANGE (a);

-- @case partitioned by an unknown column
CREATE TABLE n (a integer) PARTITION BY RANGE (b);

-- @case partitioned by a type without an order
CREATE TABLE n (a json) PARTITION BY RANGE (a);

-- @case partitioned by a volatile expression
CREATE TABLE n (a integer) PARTITION BY RANGE ((a + random()));

-- @case partitioned by a stable expression
CREATE TABLE n (a timestamptz) PARTITION BY RANGE ((a::date));

-- @case partitioned by a constant expression
CREATE TABLE n (a integer) PARTITION BY RANGE ((1));

-- @case partitioned by a stored generated column
CREATE TABLE n (a integer, b integer GENERATED ALWAYS AS (a) STORED) PARTITION BY RANGE (b);

-- @case list partitioning by two columns
CREATE TABLE n (a integer, b integer) PARTITION BY LIST (a, b);

-- @case an unknown strategy
CREATE TABLE n (a integer) PARTITION BY MAGIC (a);

-- @case an unlogged partitioned table
CREATE UNLOGGED TABLE n (a integer) PARTITION BY RANGE (a);

-- @case a partitioned table with a NO INHERIT check
CREATE TABLE n (a integer CHECK (a > 0) NO INHERIT) PARTITION BY RANGE (a);

-- @case a partitioned table with storage parameters
CREATE TABLE n (a integer) PARTITION BY RANGE (a) WITH (fillfactor = 50);

-- @case inherits a table
CREATE TABLE n (w integer) INHERITS (parent);

-- @case inherits two tables
CREATE TABLE n () INHERITS (parent, second);

-- @case inherits a child
CREATE TABLE n () INHERITS (child);

-- @case inherits a table twice
CREATE TABLE n () INHERITS (parent, parent);

-- @case inherits with a column that is merged
CREATE TABLE n (id integer PRIMARY KEY, v text DEFAULT 'other') INHERITS (parent);

-- @case inherits with a column of another type
CREATE TABLE n (id text) INHERITS (parent);

-- @case inherits from parents whose column types differ
CREATE TABLE n () INHERITS (parent, odd);

-- @case inherits a partitioned table
CREATE TABLE n () INHERITS (r);

-- @case inherits a partition
CREATE TABLE n () INHERITS (r_1);

-- @case inherits a view
CREATE TABLE n () INHERITS (v);

-- @case inherits an unknown table
CREATE TABLE n () INHERITS (nowhere);

-- @case inherits with a foreign key of its own
CREATE TABLE n (FOREIGN KEY (id) REFERENCES other) INHERITS (parent);

-- @case inherits and is partitioned
CREATE TABLE n () INHERITS (parent) PARTITION BY RANGE (id);

-- @case a permanent table inherits a temporary one
-- @session
CREATE TEMP TABLE t (a integer);
-- @statement
CREATE TABLE n () INHERITS (t);

-- @case a temporary table inherits a permanent one
CREATE TEMP TABLE n () INHERITS (parent);

-- @case inherits a check that is not inherited
CREATE TABLE n () INHERITS (final_check);

-- @case a table of a composite type
CREATE TABLE n OF ct;

-- @case a table of a composite type with options
CREATE TABLE n OF ct (PRIMARY KEY (x), y WITH OPTIONS DEFAULT 'y');

-- @case a table of a composite type with an unknown column
CREATE TABLE n OF ct (z WITH OPTIONS DEFAULT 1);

-- @case a table of a type that is not composite
CREATE TABLE n OF mood;

-- @case a table of the row type of a table
CREATE TABLE n OF parent;

-- @case a table of an unknown type
CREATE TABLE n OF nothing;
