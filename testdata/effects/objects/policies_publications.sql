-- Policies, publications, statistics, event triggers.
-- @setup
CREATE TABLE t (a integer PRIMARY KEY, b text, c integer);
CREATE TABLE u (a integer, b text);
CREATE TABLE r (a integer PRIMARY KEY) PARTITION BY RANGE (a);
CREATE TABLE r_1 PARTITION OF r FOR VALUES FROM (0) TO (10);
CREATE TABLE parent (id integer);
CREATE TABLE child () INHERITS (parent);
CREATE UNLOGGED TABLE un (a integer);
CREATE VIEW v AS SELECT a FROM t;
CREATE SCHEMA aside;
CREATE TABLE aside.x (a integer);
CREATE POLICY there ON t USING (a > 0);
CREATE PUBLICATION pub FOR TABLE t;
CREATE PUBLICATION pub_all FOR ALL TABLES;
CREATE STATISTICS st ON a, b FROM t;
CREATE FUNCTION etf() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
-- What was here once and is gone is known to be absent.
CREATE TABLE nowhere (a integer);
DROP TABLE nowhere;
CREATE PUBLICATION nothing;
DROP PUBLICATION nothing;
CREATE STATISTICS nothing ON a, b FROM t;
DROP STATISTICS nothing;
CREATE FUNCTION nothing() RETURNS integer LANGUAGE sql AS 'SELECT 1';
DROP FUNCTION nothing();
CREATE EVENT TRIGGER nothing ON ddl_command_start EXECUTE FUNCTION etf();
DROP EVENT TRIGGER nothing;

-- @case a policy
CREATE POLICY n ON t FOR SELECT TO PUBLIC USING (true);

-- @case a policy that reads another table
CREATE POLICY n ON t FOR UPDATE USING (a IN (SELECT a FROM u)) WITH CHECK (b <> '');

-- @case a policy on a partitioned table
CREATE POLICY n ON r AS RESTRICTIVE USING (a > 0);

-- @case a policy that exists
CREATE POLICY there ON t USING (true);

-- @case a policy on a view
CREATE POLICY n ON v USING (true);

-- @case a policy on an unknown table
CREATE POLICY n ON nowhere USING (true);

-- @case a policy of an unknown column
CREATE POLICY n ON t USING (nothing > 0);

-- @case a policy FOR INSERT with USING
CREATE POLICY n ON t FOR INSERT USING (true);

-- @case a policy is altered
-- @each what: USING (a > 5) | TO pg_monitor | WITH CHECK (a > 5) | RENAME TO here
ALTER POLICY there ON t ${what};

-- @case an unknown policy is altered
ALTER POLICY nothing ON t USING (true);

-- @case a policy is dropped
DROP POLICY there ON t;

-- @case an unknown policy is dropped
DROP POLICY nothing ON t;

-- @case an unknown policy is dropped IF EXISTS
DROP POLICY IF EXISTS nothing ON t;

-- @case a publication of nothing
CREATE PUBLICATION n;

-- @case a publication of a table
CREATE PUBLICATION n FOR TABLE t;

-- @case a publication of two tables with options
CREATE PUBLICATION n FOR TABLE t, u WITH (publish = 'insert');

-- @case a publication of a parent and its children
CREATE PUBLICATION n FOR TABLE parent;

-- @case a publication of ONLY a parent
CREATE PUBLICATION n FOR TABLE ONLY parent;

-- @case a publication of a partitioned table is a feature of 13
CREATE PUBLICATION n FOR TABLE r;

-- @case a publication of a partition
CREATE PUBLICATION n FOR TABLE r_1;

-- @case a publication of all tables
CREATE PUBLICATION n FOR ALL TABLES;

-- @case a publication of a schema is syntax of 15
CREATE PUBLICATION n FOR TABLES IN SCHEMA aside;

-- @case a publication with columns and a filter is syntax of 15
CREATE PUBLICATION n FOR TABLE t (a, b) WHERE (a > 5);

-- @case a publication of a view
CREATE PUBLICATION n FOR TABLE v;

-- @case a publication of an unlogged table
CREATE PUBLICATION n FOR TABLE un;

-- @case a publication of an unknown table
CREATE PUBLICATION n FOR TABLE nowhere;

-- @case a publication that exists
CREATE PUBLICATION pub FOR TABLE u;

-- @case a publication with an unknown option
CREATE PUBLICATION n FOR TABLE t WITH (magic = 1);

-- @case a publication is altered
-- @each what: ADD TABLE u | SET TABLE u | DROP TABLE t | SET (publish = 'insert, update') | RENAME TO pub2 | OWNER TO postgres
ALTER PUBLICATION pub ${what};

-- @case a table is added twice
ALTER PUBLICATION pub ADD TABLE t;

-- @case a table that is no member is dropped
ALTER PUBLICATION pub DROP TABLE u;

-- @case a table is added to a publication of all tables
ALTER PUBLICATION pub_all ADD TABLE u;

-- @case a schema is added, syntax of 15
ALTER PUBLICATION pub ADD TABLES IN SCHEMA aside;

-- @case an unknown publication
ALTER PUBLICATION nothing ADD TABLE t;

-- @case a publication is dropped
-- @each name: pub | pub_all | IF EXISTS nothing | nothing
DROP PUBLICATION ${name};

-- @case statistics
-- @each what: ON a, b FROM t | (ndistinct, dependencies) ON a, b FROM t | (mcv) ON a, b, c FROM t | ON a, b FROM u
CREATE STATISTICS n ${what};

-- @case statistics on an expression are a feature of 14
CREATE STATISTICS n ON (a + c) FROM t;

-- @case statistics without a name
-- @versions 16..18
CREATE STATISTICS ON a, c FROM t;

-- @case statistics of one column
CREATE STATISTICS n ON a FROM t;

-- @case statistics of a view
CREATE STATISTICS n ON a, a FROM v;

-- @case statistics of a subquery
CREATE STATISTICS n ON b, a FROM (SELECT 1) q;

-- @case statistics of a partitioned table
-- @given
CREATE TABLE l (a integer, b integer) PARTITION BY LIST (a);
CREATE TABLE l_1 PARTITION OF l FOR VALUES IN (1);
-- @statement
CREATE STATISTICS n ON b, a FROM l;

-- @case statistics of an unknown column
CREATE STATISTICS n ON a, nothing FROM t;

-- @case statistics of an unknown kind
CREATE STATISTICS n (magic) ON a, b FROM t;

-- @case statistics that exist
CREATE STATISTICS st ON a, c FROM t;

-- @case statistics that exist IF NOT EXISTS
CREATE STATISTICS IF NOT EXISTS st ON a, c FROM t;

-- @case statistics are altered
-- @each what: RENAME TO st2 | SET SCHEMA aside | OWNER TO pg_monitor
ALTER STATISTICS st ${what};

-- @case a target of statistics is syntax of 13
ALTER STATISTICS st SET STATISTICS 100;

-- @case statistics are dropped
-- @each name: st | IF EXISTS nothing | nothing
DROP STATISTICS ${name};

-- @case an event trigger
CREATE EVENT TRIGGER n ON ddl_command_end WHEN TAG IN ('DROP TABLE') EXECUTE FUNCTION etf();

-- @case an event trigger of an unknown event
CREATE EVENT TRIGGER n ON magic EXECUTE FUNCTION etf();

-- @case an event trigger with an unknown function
CREATE EVENT TRIGGER n ON ddl_command_end EXECUTE FUNCTION nothing();

-- @case an event trigger is altered
-- @each what: DISABLE | ENABLE REPLICA | ENABLE ALWAYS | RENAME TO et2 | OWNER TO postgres
-- @given
CREATE EVENT TRIGGER et ON ddl_command_start EXECUTE FUNCTION etf();
-- @statement
ALTER EVENT TRIGGER et ${what};

-- @case an event trigger is dropped
-- @given
CREATE EVENT TRIGGER et ON ddl_command_start EXECUTE FUNCTION etf();
-- @statement
DROP EVENT TRIGGER et;

-- @case an unknown event trigger is dropped
DROP EVENT TRIGGER nothing;
