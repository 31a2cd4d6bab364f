-- ADD COLUMN on other things than plain tables, with IF NOT EXISTS, and where it cannot work.
-- @setup
-- What was here once and is gone is known to be absent.
CREATE TABLE missing (a integer);
DROP TABLE missing;
CREATE TYPE missing AS ENUM ('a');
DROP TYPE missing;
CREATE SCHEMA missing;
DROP SCHEMA missing;
CREATE TYPE pair AS (x integer, y text);
CREATE TABLE t (a integer, b text);
INSERT INTO t SELECT i, repeat('x', 400) FROM generate_series(1, 2000) i;
CREATE TABLE parent (a integer, b text);
CREATE TABLE child (extra integer) INHERITS (parent);
CREATE TABLE grandchild () INHERITS (child);
CREATE TABLE has_c (c integer, d text) INHERITS (parent);
INSERT INTO parent SELECT i, repeat('x', 400) FROM generate_series(1, 2000) i;
INSERT INTO child SELECT i, repeat('x', 400) FROM generate_series(1, 2000) i;
CREATE TABLE part (a integer, b text) PARTITION BY RANGE (a);
CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (1000);
CREATE TABLE part_2 PARTITION OF part FOR VALUES FROM (1000) TO (9000) PARTITION BY RANGE (a);
CREATE TABLE part_2_1 PARTITION OF part_2 FOR VALUES FROM (1000) TO (9000);
INSERT INTO part SELECT i, repeat('x', 400) FROM generate_series(1, 2000) i;
CREATE VIEW v AS SELECT a FROM t;
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
CREATE INDEX t_a ON t (a);
CREATE SEQUENCE s;
CREATE TABLE of_pair OF pair;
CREATE TABLE uses_pair (p pair);
CREATE UNLOGGED TABLE u (a integer);
CREATE TABLE p (id integer PRIMARY KEY);
INSERT INTO p SELECT i FROM generate_series(1, 10) i;
CREATE TABLE self (id integer PRIMARY KEY, up integer REFERENCES self);
CREATE TABLE f (p_id integer REFERENCES p);

-- @case the column is there
ALTER TABLE t ADD COLUMN a integer;

-- @case the column is there, if not exists
ALTER TABLE t ADD COLUMN IF NOT EXISTS a integer;

-- @case the column is there in another type, if not exists
ALTER TABLE t ADD COLUMN IF NOT EXISTS a text DEFAULT random()::text NOT NULL;

-- @case the column is there as a serial, if not exists
ALTER TABLE t ADD COLUMN IF NOT EXISTS a serial;

-- @case the column is there with a unique constraint, if not exists
ALTER TABLE t ADD COLUMN IF NOT EXISTS a integer UNIQUE;

-- @case the column is there with a reference, if not exists
ALTER TABLE t ADD COLUMN IF NOT EXISTS a integer REFERENCES p;

-- @case the column is not there, if not exists
ALTER TABLE t ADD COLUMN IF NOT EXISTS c integer DEFAULT 5;

-- @case a system column: ${name}
-- @each name: tableoid | ctid | xmin | cmax
ALTER TABLE t ADD COLUMN ${name} integer;

-- @case a column of the old system names
ALTER TABLE t ADD COLUMN oid integer;

-- @case a quoted name with upper case
ALTER TABLE t ADD COLUMN "A" integer;

-- @case a type that does not exist
ALTER TABLE t ADD COLUMN c missing;

-- @case a type that is no column's type: ${type}
-- @each type: record | anyelement | trigger | void | unknown | cstring | internal
ALTER TABLE t ADD COLUMN c ${type};

-- @case a setof type
ALTER TABLE t ADD COLUMN c SETOF integer;

-- @case a typmod that a type does not have
ALTER TABLE t ADD COLUMN c integer(5);

-- @case a typmod out of range: ${type}
-- @each type: varchar(0) | numeric(0) | numeric(5000) | numeric(5,-2) | numeric(3,5) | char(0) | bit(0) | timestamp(9) | varchar(20000000)
ALTER TABLE t ADD COLUMN c ${type};

-- @case the row type of the table itself
ALTER TABLE t ADD COLUMN c t;

-- @case the row type of another table
ALTER TABLE t ADD COLUMN c p;

-- @case a composite type
ALTER TABLE t ADD COLUMN c pair;

-- @case a table whose row type another table uses
ALTER TABLE uses_pair ADD COLUMN c integer;

-- @case a table that is a column's type elsewhere
-- @given
CREATE TABLE row_user (r p);
-- @statement
ALTER TABLE p ADD COLUMN c integer;

-- @case a table that is a column's type elsewhere, with a default
-- @given
CREATE TABLE row_user (r p);
-- @statement
ALTER TABLE p ADD COLUMN c integer DEFAULT 5;

-- @case a table that is a column's type elsewhere, rewritten
-- @given
CREATE TABLE row_user (r p);
-- @statement
ALTER TABLE p ADD COLUMN c float8 DEFAULT random();

-- @case a table that does not exist
ALTER TABLE missing ADD COLUMN c integer;

-- @case a table that does not exist, if exists
ALTER TABLE IF EXISTS missing ADD COLUMN c integer;

-- @case a schema that does not exist
ALTER TABLE missing.t ADD COLUMN c integer;

-- @case a schema that does not exist, if exists
ALTER TABLE IF EXISTS missing.t ADD COLUMN c integer;

-- @case a view
ALTER TABLE v ADD COLUMN c integer;

-- @case a materialized view
ALTER TABLE m ADD COLUMN c integer;

-- @case an index
ALTER TABLE t_a ADD COLUMN c integer;

-- @case a sequence
ALTER TABLE s ADD COLUMN c integer;

-- @case a composite type as a table
ALTER TABLE pair ADD COLUMN c integer;

-- @case a typed table
ALTER TABLE of_pair ADD COLUMN c integer;

-- @case an unlogged table
ALTER TABLE u ADD COLUMN c integer DEFAULT 5;

-- @case an unlogged table, volatile
ALTER TABLE u ADD COLUMN c float8 DEFAULT random();

-- @case an unlogged table with a serial
ALTER TABLE u ADD COLUMN c serial;

-- @case a temporary table
-- @session
CREATE TEMPORARY TABLE temp_table (a integer);
-- @statement
ALTER TABLE temp_table ADD COLUMN c serial;

-- @case an inheritance parent
ALTER TABLE parent ADD COLUMN x integer;

-- @case an inheritance parent with a constant default
ALTER TABLE parent ADD COLUMN x integer DEFAULT 5;

-- @case an inheritance parent with a volatile default
ALTER TABLE parent ADD COLUMN x float8 DEFAULT random();

-- @case an inheritance parent with a check
ALTER TABLE parent ADD COLUMN x integer CHECK (x > 0);

-- @case an inheritance parent, unique
ALTER TABLE parent ADD COLUMN x integer UNIQUE;

-- @case an inheritance parent with a reference
ALTER TABLE parent ADD COLUMN x integer REFERENCES p;

-- @case an inheritance parent with an identity
ALTER TABLE parent ADD COLUMN x integer GENERATED ALWAYS AS IDENTITY;

-- @case an inheritance parent with a serial
ALTER TABLE parent ADD COLUMN x serial;

-- @case an inheritance parent with a stored column
ALTER TABLE parent ADD COLUMN x integer GENERATED ALWAYS AS (a * 2) STORED;

-- @case an inheritance parent, not null
ALTER TABLE parent ADD COLUMN x integer NOT NULL DEFAULT 1;

-- @case an inheritance parent only
ALTER TABLE ONLY parent ADD COLUMN x integer;

-- @case an inheritance parent whose child has the column
ALTER TABLE parent ADD COLUMN c integer;

-- @case an inheritance parent whose child has the column, with a volatile default
ALTER TABLE parent ADD COLUMN c integer DEFAULT random();

-- @case an inheritance parent whose child has the column in another type
ALTER TABLE parent ADD COLUMN d integer;

-- @case an inheritance parent with a check that does not inherit
ALTER TABLE parent ADD COLUMN x integer CHECK (x > 0) NO INHERIT;

-- @case an inheritance child
ALTER TABLE child ADD COLUMN x integer DEFAULT 5;

-- @case an inheritance child only, which has a child
ALTER TABLE ONLY child ADD COLUMN x integer;

-- @case a leaf of an inheritance tree
ALTER TABLE grandchild ADD COLUMN x float8 DEFAULT random();

-- @case a partitioned table
ALTER TABLE part ADD COLUMN x integer;

-- @case a partitioned table with a constant default
ALTER TABLE part ADD COLUMN x integer NOT NULL DEFAULT 5;

-- @case a partitioned table with a volatile default
ALTER TABLE part ADD COLUMN x float8 DEFAULT random();

-- @case a partitioned table with a stored column
ALTER TABLE part ADD COLUMN x integer GENERATED ALWAYS AS (a * 2) STORED;

-- @case a partitioned table with a check
ALTER TABLE part ADD COLUMN x integer CHECK (x > 0);

-- @case a partitioned table with a reference
ALTER TABLE part ADD COLUMN x integer REFERENCES p;

-- @case a partitioned table with a reference and a default
ALTER TABLE part ADD COLUMN x integer DEFAULT 5 REFERENCES p;

-- @case a partitioned table, unique without the key
ALTER TABLE part ADD COLUMN x integer UNIQUE;

-- @case a partitioned table with an identity
ALTER TABLE part ADD COLUMN x integer GENERATED ALWAYS AS IDENTITY;

-- @case a partitioned table with a serial
ALTER TABLE part ADD COLUMN x bigserial;

-- @case a partitioned table only
ALTER TABLE ONLY part ADD COLUMN x integer;

-- @case a partition
ALTER TABLE part_1 ADD COLUMN x integer;

-- @case a partition that is partitioned
ALTER TABLE part_2 ADD COLUMN x integer;

-- @case a partitioned table that has the column, if not exists
ALTER TABLE part ADD COLUMN IF NOT EXISTS b text;

-- @case a table that others reference
ALTER TABLE p ADD COLUMN c integer DEFAULT 5;

-- @case a table that others reference, rewritten
ALTER TABLE p ADD COLUMN c float8 DEFAULT random();

-- @case a table that references another, rewritten
ALTER TABLE f ADD COLUMN c float8 DEFAULT random();

-- @case a table that references itself, rewritten
ALTER TABLE self ADD COLUMN c float8 DEFAULT random();

-- @case a table with a view on it
ALTER TABLE t ADD COLUMN c integer;

-- @case a column without the word
ALTER TABLE t ADD c integer;

-- @case a system catalog
ALTER TABLE pg_class ADD COLUMN c integer;

-- @case the same column twice
ALTER TABLE t ADD COLUMN c integer, ADD COLUMN c text;

-- @case the same column twice, if not exists
ALTER TABLE t ADD COLUMN c integer, ADD COLUMN IF NOT EXISTS c text;
