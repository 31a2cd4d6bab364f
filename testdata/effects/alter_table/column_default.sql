-- SET DEFAULT and DROP DEFAULT touch the catalogue only.
-- @setup
-- What was here once and is gone is known to be absent.
CREATE FUNCTION missing() RETURNS integer LANGUAGE sql AS 'SELECT 1';
DROP FUNCTION missing();
CREATE SEQUENCE s;
CREATE FUNCTION volatile_one() RETURNS integer LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
CREATE TABLE t (a integer, b text DEFAULT 'x', id serial, i integer GENERATED ALWAYS AS IDENTITY, g integer GENERATED ALWAYS AS (a * 2) STORED, d positive);
INSERT INTO t (a, b) SELECT i, repeat('x', 400) FROM generate_series(1, 2000) i;
CREATE TABLE parent (a integer);
CREATE TABLE child () INHERITS (parent);
CREATE TABLE part (a integer, b text) PARTITION BY RANGE (a);
CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (1000);
CREATE VIEW v AS SELECT a, b FROM t;
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
CREATE TYPE pair AS (x integer, y text);

-- @case a default of ${value}
-- @each value: 5 | '5' | NULL | 5 + 5 | volatile_one() | random() | nextval('s') | NULL::integer | 5::bigint | 1.5 | pg_backend_pid()
ALTER TABLE t ALTER COLUMN a SET DEFAULT ${value};

-- @case a default that is dropped
ALTER TABLE t ALTER COLUMN b DROP DEFAULT;

-- @case a default that is not there
ALTER TABLE t ALTER COLUMN a DROP DEFAULT;

-- @case a serial's default
ALTER TABLE t ALTER COLUMN id DROP DEFAULT;

-- @case another default for a serial
ALTER TABLE t ALTER COLUMN id SET DEFAULT 5;

-- @case an identity
ALTER TABLE t ALTER COLUMN i SET DEFAULT 5;

-- @case an identity's default dropped
ALTER TABLE t ALTER COLUMN i DROP DEFAULT;

-- @case a generated column
ALTER TABLE t ALTER COLUMN g SET DEFAULT 5;

-- @case a generated column's default dropped
ALTER TABLE t ALTER COLUMN g DROP DEFAULT;

-- @case a domain's default that breaks the domain
ALTER TABLE t ALTER COLUMN d SET DEFAULT -1;

-- @case a column that does not exist
ALTER TABLE t ALTER COLUMN missing SET DEFAULT 5;

-- @case a column that does not exist, dropped
ALTER TABLE t ALTER COLUMN missing DROP DEFAULT;

-- @case a system column
ALTER TABLE t ALTER COLUMN ctid SET DEFAULT NULL;

-- @case a type that does not fit
ALTER TABLE t ALTER COLUMN a SET DEFAULT now();

-- @case a constant that cannot be read
ALTER TABLE t ALTER COLUMN a SET DEFAULT 'abc';

-- @case a subquery
ALTER TABLE t ALTER COLUMN a SET DEFAULT (SELECT 1);

-- @case another column
ALTER TABLE t ALTER COLUMN a SET DEFAULT b;

-- @case a missing function
ALTER TABLE t ALTER COLUMN a SET DEFAULT missing();

-- @case an inheritance parent
ALTER TABLE parent ALTER COLUMN a SET DEFAULT 5;

-- @case an inheritance parent only
ALTER TABLE ONLY parent ALTER COLUMN a SET DEFAULT 5;

-- @case an inheritance parent's default dropped
ALTER TABLE parent ALTER COLUMN a DROP DEFAULT;

-- @case an inheritance child
ALTER TABLE child ALTER COLUMN a SET DEFAULT 5;

-- @case a partitioned table
ALTER TABLE part ALTER COLUMN b SET DEFAULT 'x';

-- @case a partitioned table only
ALTER TABLE ONLY part ALTER COLUMN b SET DEFAULT 'x';

-- @case a partition
ALTER TABLE part_1 ALTER COLUMN b SET DEFAULT 'x';

-- @case a view
ALTER TABLE v ALTER COLUMN a SET DEFAULT 5;

-- @case a view by its own statement
ALTER VIEW v ALTER COLUMN a SET DEFAULT 5;

-- @case a view's default dropped
ALTER VIEW v ALTER COLUMN a DROP DEFAULT;

-- @case a materialized view
ALTER TABLE m ALTER COLUMN a SET DEFAULT 5;

-- @case a composite type
ALTER TABLE pair ALTER COLUMN x SET DEFAULT 5;

-- @case several
ALTER TABLE t ALTER COLUMN a SET DEFAULT 5, ALTER COLUMN b DROP DEFAULT;
