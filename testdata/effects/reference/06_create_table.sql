-- CREATE TABLE
-- A new table is its transaction's alone; what it refers to is in use.
-- @setup
CREATE TABLE r (id integer PRIMARY KEY, a integer);
CREATE TYPE row_type AS (id integer, a integer);
INSERT INTO r SELECT i, i FROM generate_series(1, 20000) i;

-- @case plain
CREATE TABLE t (id integer, a integer);

-- @case with a primary key and a serial column
CREATE TABLE t (id serial PRIMARY KEY, a text UNIQUE);

-- @case with identity
CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY);

-- @case with a foreign key
CREATE TABLE t (id integer PRIMARY KEY, r_id integer REFERENCES r);

-- @case LIKE
CREATE TABLE t (LIKE r INCLUDING ALL);

-- @case OF a type
CREATE TABLE t OF row_type;

-- @case partitioned
CREATE TABLE t (id integer, d date) PARTITION BY RANGE (d);

-- @case UNLOGGED
CREATE UNLOGGED TABLE t (id integer);

-- @case temporary
CREATE TEMPORARY TABLE t (id integer);

-- @case IF NOT EXISTS, and it is there
CREATE TABLE IF NOT EXISTS r (id integer);

-- @case that is there
CREATE TABLE r (id integer);

-- @case AS a query
CREATE TABLE t AS SELECT * FROM r;

-- @case AS a query WITH NO DATA
CREATE TABLE t AS SELECT * FROM r WITH NO DATA;

-- @case SELECT INTO
SELECT * INTO t FROM r;
