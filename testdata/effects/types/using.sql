-- ALTER COLUMN … TYPE … USING: expressions of every kind, defaults, and what else stands in the statement.
-- @setup
-- What was here once and is gone is known to be absent.
CREATE TABLE missing (a integer);
DROP TABLE missing;
CREATE FUNCTION immutable_text(integer) RETURNS text LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN $1::text; END';
CREATE TABLE t (a integer, b text, v varchar(10), d integer DEFAULT 5, dt text DEFAULT 'abc', dn text DEFAULT '5', df integer DEFAULT length('abc'), id serial, i integer GENERATED ALWAYS AS IDENTITY, ts timestamp DEFAULT now());
INSERT INTO t (a, b, v, ts) SELECT i, repeat('x', 400), i, NULL FROM generate_series(1, 2000) i;
CREATE INDEX t_a ON t (a);
CREATE TABLE other (a integer);
CREATE VIEW w AS SELECT a FROM other;
CREATE MATERIALIZED VIEW m AS SELECT a FROM other;
CREATE TYPE pair AS (x integer, y text);
CREATE TABLE of_pair OF pair;

-- @case the same type
ALTER TABLE t ALTER COLUMN a TYPE integer;

-- @case the same type by another name: ${to}
-- @each to: int | int4 | pg_catalog.int4 | "int4"
ALTER TABLE t ALTER COLUMN a TYPE ${to};

-- @case SET DATA TYPE
ALTER TABLE t ALTER COLUMN a SET DATA TYPE bigint;

-- @case the column itself
ALTER TABLE t ALTER COLUMN a TYPE integer USING a;

-- @case an expression: ${using}
-- @each using: a + 0 | a::integer | (a) | a::bigint::integer | CASE WHEN a > 5 THEN a END | coalesce(a, 0) | length(b) | d | NULL | 5 | t.a | public.t.a | (a)::integer | CAST(a AS integer) | int4(a) | random()::integer | (SELECT 1) | max(a) | missing | other.a
ALTER TABLE t ALTER COLUMN a TYPE integer USING ${using};

-- @case a text of ${using}
-- @each using: b | b || '' | upper(b) | v | v::text | a::text | immutable_text(a) | trim(b) | b::varchar | b::varchar(500) | b::varchar(5)::text | ts::text | NULL::text | b COLLATE "C"
ALTER TABLE t ALTER COLUMN b TYPE text USING ${using};

-- @case a column that becomes another one's type: ${column} becomes ${to}
-- @each column: d | dt | dn | df | id | i | ts
-- @each to: bigint | smallint | text | numeric | varchar(10) | boolean
ALTER TABLE t ALTER COLUMN ${column} TYPE ${to};

-- @case a default that cannot follow, dropped in the same command
ALTER TABLE t ALTER COLUMN dn DROP DEFAULT, ALTER COLUMN dn TYPE integer USING dn::integer, ALTER COLUMN dn SET DEFAULT 5;

-- @case a default that cannot follow, set in the same command
ALTER TABLE t ALTER COLUMN dn TYPE integer USING dn::integer, ALTER COLUMN dn SET DEFAULT 5;

-- @case a default that cannot follow
ALTER TABLE t ALTER COLUMN dn TYPE integer USING dn::integer;

-- @case two columns
ALTER TABLE t ALTER COLUMN a TYPE bigint, ALTER COLUMN v TYPE text;

-- @case two columns, both free
ALTER TABLE t ALTER COLUMN v TYPE varchar(20), ALTER COLUMN b TYPE varchar;

-- @case one column twice
ALTER TABLE t ALTER COLUMN a TYPE bigint, ALTER COLUMN a TYPE numeric;

-- @case a type and a new column
ALTER TABLE t ALTER COLUMN v TYPE text, ADD COLUMN c integer;

-- @case a type of a column added in the same command
ALTER TABLE t ADD COLUMN c integer, ALTER COLUMN c TYPE bigint;

-- @case a type and an index on the column
ALTER TABLE t ALTER COLUMN v TYPE text, ADD UNIQUE (v);

-- @case a type of a dropped column
ALTER TABLE t DROP COLUMN v, ALTER COLUMN v TYPE text;

-- @case a missing column
ALTER TABLE t ALTER COLUMN missing TYPE text;

-- @case a system column
ALTER TABLE t ALTER COLUMN ctid TYPE text;

-- @case a missing table
ALTER TABLE missing ALTER COLUMN a TYPE text;

-- @case a missing table, if exists
ALTER TABLE IF EXISTS missing ALTER COLUMN a TYPE text;

-- @case a missing cast
ALTER TABLE t ALTER COLUMN ts TYPE integer;

-- @case a missing cast by USING
ALTER TABLE t ALTER COLUMN ts TYPE integer USING ts::integer;

-- @case a view
ALTER TABLE w ALTER COLUMN a TYPE bigint;

-- @case a materialized view
ALTER TABLE m ALTER COLUMN a TYPE bigint;

-- @case an index
ALTER TABLE t_a ALTER COLUMN a TYPE bigint;

-- @case a composite type as a table
ALTER TABLE pair ALTER COLUMN x TYPE bigint;

-- @case a typed table
ALTER TABLE of_pair ALTER COLUMN x TYPE bigint;

-- @case an unlogged table
-- @given
CREATE UNLOGGED TABLE u (a integer);
-- @statement
ALTER TABLE u ALTER COLUMN a TYPE bigint;

-- @case a temporary table
-- @session
CREATE TEMPORARY TABLE temp_table (a integer PRIMARY KEY);
-- @statement
ALTER TABLE temp_table ALTER COLUMN a TYPE bigint;

-- @case a table whose row type a column has
-- @given
CREATE TABLE uses_other (r other);
-- @statement
ALTER TABLE uses_other ALTER COLUMN r TYPE other;

-- @case a column of a table whose row type another one has
-- @given
DROP VIEW w;
DROP MATERIALIZED VIEW m;
CREATE TABLE uses_other (r other);
-- @statement
ALTER TABLE other ALTER COLUMN a TYPE bigint;

-- @case a column of a table whose row type another one has as an array
-- @given
DROP VIEW w;
DROP MATERIALIZED VIEW m;
CREATE TABLE uses_other (r other[]);
-- @statement
ALTER TABLE other ALTER COLUMN a TYPE bigint;
