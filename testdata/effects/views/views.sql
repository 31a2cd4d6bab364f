-- CREATE, ALTER and DROP VIEW.
-- @setup
CREATE TABLE t (a integer PRIMARY KEY, b text, c numeric);
CREATE TABLE u (a integer, d text);
CREATE TABLE r (a integer) PARTITION BY RANGE (a);
CREATE TABLE r_1 PARTITION OF r FOR VALUES FROM (0) TO (10);
CREATE TABLE parent (id integer);
CREATE TABLE child () INHERITS (parent);
CREATE VIEW v AS SELECT a, b FROM t;
CREATE VIEW w AS SELECT v.a, u.d FROM v JOIN u USING (a);
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
CREATE SEQUENCE s;
CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
-- What was here once and is gone is known to be absent.
CREATE TABLE nothing (a integer);
DROP TABLE nothing;
CREATE TABLE nowhere (a integer);
DROP TABLE nowhere;

-- @case a view of a table
CREATE VIEW n AS SELECT a FROM t;

-- @case a view of two tables
CREATE VIEW n AS SELECT t.a, u.d FROM t JOIN u USING (a);

-- @case a view of a view
CREATE VIEW n AS SELECT * FROM w;

-- @case a view of a partitioned table
CREATE VIEW n AS SELECT * FROM r;

-- @case a view of a parent
CREATE VIEW n AS SELECT * FROM parent;

-- @case a view of a materialized view
CREATE VIEW n AS SELECT * FROM m;

-- @case a view with subqueries and CTEs
CREATE VIEW n AS WITH q AS (SELECT * FROM u) SELECT a, (SELECT count(*) FROM r) AS k FROM t WHERE EXISTS (SELECT 1 FROM q WHERE q.a = t.a);

-- @case a view of no table
CREATE VIEW n AS SELECT 1 AS one, f() AS two;

-- @case a view of a sequence
CREATE VIEW n AS SELECT last_value FROM s;

-- @case a recursive view
CREATE RECURSIVE VIEW n (i) AS SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10;

-- @case a temporary view
CREATE TEMP VIEW n AS SELECT a FROM t;

-- @case a view of a temporary table is temporary
-- @session
CREATE TEMP TABLE tmp (a integer);
-- @statement
CREATE VIEW n AS SELECT a FROM tmp;

-- @case a view with options
CREATE VIEW n WITH (security_barrier) AS SELECT a FROM t WITH CASCADED CHECK OPTION;

-- @case security_invoker is an option of 15
CREATE VIEW n WITH (security_invoker = true) AS SELECT a FROM t;

-- @case a view with an unknown option
CREATE VIEW n WITH (no_such = true) AS SELECT a FROM t;

-- @case a check option on a view that cannot be updated
CREATE VIEW n AS SELECT count(*) FROM t WITH CHECK OPTION;

-- @case a view with too many names
CREATE VIEW n (x, y) AS SELECT a FROM t;

-- @case an unlogged view
CREATE UNLOGGED VIEW n AS SELECT 1;

-- @case a view of an unknown table
CREATE VIEW n AS SELECT * FROM nowhere;

-- @case a view of an unknown column
CREATE VIEW n AS SELECT nothing FROM t;

-- @case a view with two columns of one name
CREATE VIEW n AS SELECT a, a FROM t;

-- @case a view whose name is taken
-- @each name: t | v | m | s | t_pkey
CREATE VIEW ${name} AS SELECT 1 AS a;

-- @case OR REPLACE of an absent view
CREATE OR REPLACE VIEW n AS SELECT a FROM t;

-- @case OR REPLACE with the same columns
CREATE OR REPLACE VIEW v AS SELECT a, b FROM t WHERE a > 0;

-- @case OR REPLACE with a column more
CREATE OR REPLACE VIEW v AS SELECT a, b, c FROM t;

-- @case OR REPLACE from another table
CREATE OR REPLACE VIEW v AS SELECT a, d AS b FROM u;

-- @case OR REPLACE of a view that a view reads
CREATE OR REPLACE VIEW v AS SELECT a, b, 5 AS five FROM t;

-- @case OR REPLACE with a column less
CREATE OR REPLACE VIEW v AS SELECT a FROM t;

-- @case OR REPLACE with a column of another name
CREATE OR REPLACE VIEW v AS SELECT a, b AS other FROM t;

-- @case OR REPLACE with a column of another type
CREATE OR REPLACE VIEW v AS SELECT a::bigint, b FROM t;

-- @case OR REPLACE with columns in another order
CREATE OR REPLACE VIEW v AS SELECT b, a FROM t;

-- @case OR REPLACE with another length of varchar
CREATE OR REPLACE VIEW v AS SELECT a, b::varchar(10) FROM t;

-- @case OR REPLACE of a table
CREATE OR REPLACE VIEW t AS SELECT 1 AS a;

-- @case OR REPLACE of a materialized view
CREATE OR REPLACE VIEW m AS SELECT 1 AS a;

-- @case a view that reads itself
CREATE OR REPLACE VIEW v AS SELECT a, b FROM v;

-- @case a view is renamed
ALTER VIEW v RENAME TO v2;

-- @case a view is renamed to a name that is taken
ALTER VIEW v RENAME TO u;

-- @case ALTER VIEW renames a table
ALTER VIEW t RENAME TO t2;

-- @case a column of a view is renamed
ALTER VIEW v RENAME COLUMN a TO x;

-- @case an unknown column of a view is renamed
ALTER VIEW v RENAME COLUMN x TO y;

-- @case a default for a column of a view
ALTER VIEW v ALTER COLUMN a SET DEFAULT 5;

-- @case a default of a view's column goes
ALTER VIEW v ALTER a DROP DEFAULT;

-- @case options of a view
-- @each what: SET (security_barrier = true) | RESET (security_barrier) | SET (check_option = local)
ALTER VIEW v ${what};

-- @case the owner of a view
ALTER VIEW v OWNER TO pg_monitor;

-- @case the schema of a view
-- @given
CREATE SCHEMA elsewhere;
-- @statement
ALTER VIEW v SET SCHEMA elsewhere;

-- @case the schema of a view is gone
-- @given
CREATE SCHEMA elsewhere;
DROP SCHEMA elsewhere;
-- @statement
ALTER VIEW v SET SCHEMA elsewhere;

-- @case an unknown view
ALTER VIEW nothing RENAME TO something;

-- @case an unknown view IF EXISTS
ALTER VIEW IF EXISTS nothing RENAME TO something;

-- @case ALTER TABLE of a view
ALTER TABLE v RENAME TO v2;

-- @case ALTER TABLE ADD COLUMN to a view
ALTER TABLE v ADD COLUMN x integer;

-- @case a view is dropped
DROP VIEW w;

-- @case a view that a view reads
DROP VIEW v;

-- @case a view that a view reads with CASCADE
DROP VIEW v CASCADE;

-- @case two views of which one reads the other
DROP VIEW v, w;

-- @case an unknown view is dropped
DROP VIEW nothing;

-- @case an unknown view is dropped IF EXISTS
DROP VIEW IF EXISTS nothing;

-- @case DROP VIEW of another kind
-- @each name: t | m | s | t_pkey
DROP VIEW ${name};

-- @case DROP VIEW IF EXISTS of a table
DROP VIEW IF EXISTS t;
