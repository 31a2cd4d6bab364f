-- CREATE TABLE AS and SELECT INTO: what is read, what is new.
-- @setup
CREATE TABLE t (a integer PRIMARY KEY, b text);
INSERT INTO t SELECT i, repeat('x', 400) FROM generate_series(1, 2000) i;
CREATE TABLE u (a integer, b text);
CREATE VIEW v AS SELECT a FROM t;
CREATE VIEW vv AS SELECT v.a, u.b FROM v JOIN u USING (a);
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
CREATE TABLE r (a integer, b text) PARTITION BY RANGE (a);
CREATE TABLE r_1 PARTITION OF r FOR VALUES FROM (0) TO (1000);
CREATE TABLE r_2 PARTITION OF r FOR VALUES FROM (1000) TO (5000);
CREATE TABLE parent (id integer);
CREATE TABLE child () INHERITS (parent);
CREATE SEQUENCE s;
CREATE FUNCTION rows_of() RETURNS SETOF integer LANGUAGE sql AS 'SELECT a FROM t';
-- What was here once and is gone is known to be absent.
CREATE TABLE nowhere (a integer);
DROP TABLE nowhere;

-- @case a copy of a table
CREATE TABLE n AS SELECT * FROM t;

-- @case TABLE is a query
CREATE TABLE n AS TABLE t;

-- @case a copy WITH NO DATA reads nothing
CREATE TABLE n AS SELECT * FROM t WITH NO DATA;

-- @case columns are renamed
CREATE TABLE n (x, y) AS SELECT a, b FROM u;

-- @case too many names
CREATE TABLE n (x, y, z) AS SELECT a, b FROM u;

-- @case a copy of a view locks its tables
CREATE TABLE n AS SELECT * FROM v WITH NO DATA;

-- @case a copy of a view on a view
CREATE TABLE n AS SELECT * FROM vv WITH NO DATA;

-- @case a copy of a materialized view
CREATE TABLE n AS SELECT * FROM m;

-- @case a copy of a partitioned table
CREATE TABLE n AS SELECT * FROM r;

-- @case a copy of a parent with its children
CREATE TABLE n AS SELECT * FROM parent;

-- @case a copy of ONLY the parent
CREATE TABLE n AS SELECT * FROM ONLY parent;

-- @case VALUES
CREATE TABLE n AS VALUES (1, 'a'), (2, 'b');

-- @case a query with a CTE that writes
CREATE TABLE n AS WITH w AS (INSERT INTO u VALUES (1, 'x') RETURNING *) SELECT * FROM w;

-- @case a query with a CTE and a subquery
CREATE TABLE n AS WITH w AS (SELECT a FROM u) SELECT w.a, (SELECT count(*) FROM parent) AS k FROM w;

-- @case a temporary copy
CREATE TEMP TABLE t AS SELECT * FROM u;

-- @case an unlogged copy
CREATE UNLOGGED TABLE n AS SELECT * FROM u;

-- @case IF NOT EXISTS and the table exists
CREATE TABLE IF NOT EXISTS u AS SELECT * FROM t;

-- @case IF NOT EXISTS and the table is absent
CREATE TABLE IF NOT EXISTS n AS SELECT * FROM u;

-- @case the table exists
CREATE TABLE u AS SELECT * FROM t;

-- @case an unknown source
CREATE TABLE n AS SELECT * FROM nowhere;

-- @case an unknown column
CREATE TABLE n AS SELECT nothing FROM u;

-- @case two columns of one name
CREATE TABLE n AS SELECT a, a FROM u;

-- @case a prepared statement
-- @session
PREPARE q AS SELECT * FROM u;
-- @statement
CREATE TABLE n AS EXECUTE q;

-- @case a query of a sequence
CREATE TABLE n AS SELECT nextval('s') AS id;

-- @case SELECT INTO
SELECT * INTO n FROM u;

-- @case SELECT INTO a temporary table
SELECT a INTO TEMP n FROM u;

-- @case SELECT INTO an unlogged table
SELECT a INTO UNLOGGED n FROM u;

-- @case SELECT INTO a table that exists
SELECT * INTO u FROM t;

-- @case SELECT INTO from a view
SELECT * INTO n FROM vv LIMIT 0;

-- @case a union of tables
CREATE TABLE n AS SELECT a FROM t UNION ALL SELECT a FROM u;
