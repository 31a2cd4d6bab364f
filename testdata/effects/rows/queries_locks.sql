-- SELECT, LOCK TABLE, TRUNCATE and commands that wrap a query.
-- @setup
CREATE TABLE t (a integer, b text);
INSERT INTO t SELECT i, repeat('x', 400) FROM generate_series(1, 2000) i;
CREATE TABLE u (a integer, b text);
CREATE TABLE r (a integer, b text) PARTITION BY RANGE (a);
CREATE TABLE r_1 PARTITION OF r FOR VALUES FROM (0) TO (10);
CREATE TABLE r_2 PARTITION OF r FOR VALUES FROM (10) TO (20);
CREATE TABLE parent (id integer);
CREATE TABLE child () INHERITS (parent);
CREATE VIEW v AS SELECT a, b FROM t;
CREATE VIEW w AS SELECT v.a, u.b FROM v JOIN u USING (a);
CREATE VIEW over_r AS SELECT a FROM r;
CREATE MATERIALIZED VIEW m AS SELECT a FROM u;
CREATE TABLE p (id serial PRIMARY KEY);
CREATE TABLE c (id integer REFERENCES p);
CREATE TABLE cc (id integer PRIMARY KEY REFERENCES p);
CREATE TABLE ccc (id integer REFERENCES cc);
CREATE SEQUENCE s OWNED BY u.a;
CREATE TABLE self (id integer PRIMARY KEY, up integer REFERENCES self);
CREATE INDEX u_a ON u (a);
CREATE FUNCTION reads() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM u';
-- What was here once and is gone is known to be absent.
CREATE TABLE nowhere (a integer);
DROP TABLE nowhere;
CREATE FUNCTION nothing(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
DROP FUNCTION nothing(integer);

-- @case a query of everything
-- @undetermined work: the planner decides how a query reads its tables
SELECT count(*), max(b) FROM t;

-- @case rows are locked
-- @undetermined work: the planner decides how a query reads its tables
-- @each strength: FOR UPDATE | FOR NO KEY UPDATE | FOR SHARE | FOR KEY SHARE | FOR UPDATE NOWAIT | FOR SHARE SKIP LOCKED
SELECT * FROM t ${strength};

-- @case rows of one of two tables are locked
-- @undetermined work: the planner decides how a query reads its tables
SELECT * FROM t, r FOR UPDATE OF t;

-- @case rows of a view are locked
-- @undetermined work: what is read are the tables of the view
SELECT * FROM w FOR UPDATE;

-- @case rows of a partitioned table are locked
-- @undetermined work: what is read are its partitions
SELECT * FROM r FOR UPDATE;

-- @case rows of an unknown table are locked
SELECT * FROM t FOR UPDATE OF u;

-- @case rows of a group are not locked
SELECT a FROM t GROUP BY a FOR UPDATE;

-- @case a subquery, a CTE and a union
WITH q AS (SELECT a FROM r) SELECT a FROM q WHERE a IN (SELECT id FROM parent) UNION SELECT a FROM m;

-- @case an unknown table
SELECT * FROM nowhere;

-- @case an unknown column
SELECT nothing FROM t;

-- @case an unknown function
SELECT nothing(a) FROM t;

-- @case an ambiguous column
SELECT a FROM t, u;

-- @case TABLE and VALUES
-- @each query: TABLE u | VALUES (1), (2)
${query};

-- @case LOCK TABLE
-- @each mode: ACCESS SHARE | ROW SHARE | ROW EXCLUSIVE | SHARE UPDATE EXCLUSIVE | SHARE | SHARE ROW EXCLUSIVE | EXCLUSIVE | ACCESS EXCLUSIVE
LOCK TABLE t IN ${mode} MODE;

-- @case LOCK TABLE without a mode
LOCK TABLE t;

-- @case LOCK TABLE NOWAIT of two tables
LOCK t, u NOWAIT;

-- @case LOCK TABLE of a view locks its tables
LOCK TABLE w IN SHARE MODE;

-- @case LOCK TABLE of a partitioned table
LOCK TABLE r IN SHARE MODE;

-- @case LOCK TABLE ONLY of a partitioned table
LOCK TABLE ONLY r IN SHARE MODE;

-- @case LOCK TABLE of a view of a partitioned table
LOCK TABLE over_r IN ROW EXCLUSIVE MODE;

-- @case LOCK TABLE of a parent
LOCK TABLE parent;

-- @case LOCK TABLE of another kind
-- @each name: m | s | u_a
LOCK TABLE ${name};

-- @case LOCK TABLE of an unknown table
LOCK TABLE nowhere;

-- @case TRUNCATE
TRUNCATE t;

-- @case TRUNCATE with an owned sequence and RESTART IDENTITY
TRUNCATE u RESTART IDENTITY;

-- @case TRUNCATE CONTINUE IDENTITY
TRUNCATE TABLE u CONTINUE IDENTITY;

-- @case TRUNCATE of two tables
TRUNCATE t, u;

-- @case TRUNCATE of a table that refers
TRUNCATE c;

-- @case TRUNCATE of a table that is referenced
TRUNCATE p;

-- @case TRUNCATE of a table that is referenced with CASCADE
TRUNCATE p CASCADE;

-- @case TRUNCATE of a table with all that refer to it
TRUNCATE p, c, cc, ccc;

-- @case TRUNCATE of a table with some that refer to it
TRUNCATE p, c;

-- @case TRUNCATE RESTART IDENTITY CASCADE
TRUNCATE p RESTART IDENTITY CASCADE;

-- @case TRUNCATE of a table that refers to itself
TRUNCATE self;

-- @case TRUNCATE of a partitioned table
TRUNCATE r;

-- @case TRUNCATE ONLY of a partitioned table
TRUNCATE ONLY r;

-- @case TRUNCATE of a partition
TRUNCATE r_1;

-- @case TRUNCATE of a parent
TRUNCATE parent;

-- @case TRUNCATE ONLY of a parent
TRUNCATE ONLY parent;

-- @case TRUNCATE of another kind
-- @each name: v | m | s | u_a
TRUNCATE ${name};

-- @case TRUNCATE of an unknown table
TRUNCATE nowhere;

-- @case EXPLAIN does not run it
EXPLAIN DELETE FROM t;

-- @case EXPLAIN ANALYZE runs it
EXPLAIN ANALYZE CREATE TABLE n AS SELECT * FROM u;

-- @case EXPLAIN of CREATE TABLE AS
EXPLAIN CREATE TABLE n AS SELECT * FROM u;

-- @case EXPLAIN ANALYZE of a change
EXPLAIN (ANALYZE, COSTS off) UPDATE u SET b = 'z';

-- @case EXPLAIN with an unknown option
EXPLAIN (MAGIC) SELECT 1;

-- @case EXPLAIN of a command that is no query
EXPLAIN VACUUM;

-- @case a statement is prepared
PREPARE kept AS SELECT * FROM u;

-- @case a prepared statement is executed
-- @session
PREPARE q AS DELETE FROM parent;
-- @statement
EXECUTE q;

-- @case an unknown statement is executed
EXECUTE q;

-- @case a prepared statement is deallocated
-- @session
PREPARE q AS SELECT 1;
-- @statement
DEALLOCATE q;

-- @case an unknown statement is deallocated
DEALLOCATE q;

-- @case all statements are deallocated
DEALLOCATE ALL;

-- @case a cursor
DECLARE cur CURSOR FOR SELECT * FROM u;

-- @case a cursor outside of a transaction is closed at once
DECLARE cur CURSOR WITH HOLD FOR SELECT * FROM u;

-- @case a cursor is read
-- @session
BEGIN;
DECLARE cur CURSOR FOR SELECT * FROM t;
-- @statement
FETCH 5 FROM cur;

-- @case a cursor is moved
-- @session
BEGIN;
DECLARE cur CURSOR FOR SELECT * FROM t;
-- @statement
MOVE 5 IN cur;

-- @case a cursor is closed
-- @session
BEGIN;
DECLARE cur CURSOR FOR SELECT * FROM t;
-- @statement
CLOSE cur;

-- @case an unknown cursor
-- @each what: CLOSE nothing | FETCH 1 FROM nothing | MOVE 1 IN nothing
${what};

-- @case a row is updated at a cursor
-- @session
BEGIN;
DECLARE cur CURSOR FOR SELECT * FROM t FOR UPDATE;
FETCH 1 FROM cur;
-- @statement
UPDATE t SET b = 'z' WHERE CURRENT OF cur;
