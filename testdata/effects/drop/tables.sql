-- DROP TABLE and what depends on a table.
-- @setup
CREATE TABLE alone (id serial PRIMARY KEY, v text UNIQUE);
CREATE TABLE p (id integer PRIMARY KEY, v text);
CREATE TABLE q (id integer PRIMARY KEY);
CREATE TABLE c (id integer PRIMARY KEY, p_id integer REFERENCES p, q_id integer REFERENCES q);
CREATE TABLE both_ways (id integer PRIMARY KEY, up integer REFERENCES both_ways);
CREATE TABLE seen (a integer, b text);
CREATE VIEW seen_v AS SELECT a FROM seen;
CREATE VIEW seen_w AS SELECT a FROM seen_v;
CREATE MATERIALIZED VIEW seen_m AS SELECT a FROM seen_v;
CREATE INDEX seen_m_a ON seen_m (a);
CREATE TABLE typed (r seen);
CREATE TABLE r (a integer PRIMARY KEY, b integer) PARTITION BY RANGE (a);
CREATE TABLE r_1 PARTITION OF r FOR VALUES FROM (0) TO (10);
CREATE TABLE r_2 PARTITION OF r FOR VALUES FROM (10) TO (20) PARTITION BY RANGE (a);
CREATE TABLE r_2_1 PARTITION OF r_2 FOR VALUES FROM (10) TO (15);
CREATE TABLE r_d PARTITION OF r DEFAULT;
CREATE INDEX r_b ON r (b);
CREATE TABLE to_r (a integer REFERENCES r);
CREATE TABLE free_r (a integer) PARTITION BY LIST (a);
CREATE TABLE free_r_1 PARTITION OF free_r FOR VALUES IN (1);
CREATE TABLE free_r_d PARTITION OF free_r DEFAULT;
CREATE TABLE parent (id integer);
CREATE TABLE child () INHERITS (parent);
CREATE TABLE grandchild () INHERITS (child);
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TABLE rich (a integer, b integer GENERATED ALWAYS AS (a + 1) STORED, k bigint GENERATED ALWAYS AS IDENTITY, t text);
CREATE TRIGGER rich_t BEFORE INSERT ON rich FOR EACH ROW EXECUTE FUNCTION tf();
CREATE POLICY rich_p ON rich USING (a > 0);
CREATE STATISTICS rich_s ON a, t FROM rich;
CREATE RULE rich_r AS ON DELETE TO rich DO ALSO NOTHING;
CREATE PUBLICATION rich_pub FOR TABLE rich;
CREATE TABLE log (a integer);
CREATE TABLE ruled (a integer);
CREATE RULE to_log AS ON INSERT TO ruled DO ALSO INSERT INTO log VALUES (NEW.a);
CREATE TABLE guarded (a integer);
CREATE POLICY guard ON guarded USING (a IN (SELECT a FROM log));
CREATE FUNCTION takes(seen) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION reads() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM alone';
-- What was here once and is gone is known to be absent.
CREATE TABLE nothing (a integer);
DROP TABLE nothing;
CREATE SCHEMA nowhere;
DROP SCHEMA nowhere;

-- @case a table that nothing depends on
DROP TABLE alone;

-- @case a table with everything of its own
DROP TABLE rich;

-- @case a table that refers to two others locks them
DROP TABLE c;

-- @case a table that is referenced
DROP TABLE p;

-- @case a table that is referenced with CASCADE
DROP TABLE p CASCADE;

-- @case a table and the one that refers to it
DROP TABLE p, c;

-- @case a table that refers to itself
DROP TABLE both_ways;

-- @case a table that views read
DROP TABLE seen;

-- @case a table that views, a column and a function use with CASCADE
DROP TABLE seen CASCADE;

-- @case a table that a rule of another writes
DROP TABLE log;

-- @case a table that a rule and a policy of others use with CASCADE
DROP TABLE log CASCADE;

-- @case a partition locks its parent
DROP TABLE free_r_1;

-- @case a default partition
DROP TABLE free_r_d;

-- @case a partition of a table that is referenced
DROP TABLE r_1;

-- @case a partition of a table that is referenced with CASCADE
DROP TABLE r_1 CASCADE;

-- @case a partitioned partition
-- @given
DROP TABLE to_r;
-- @statement
DROP TABLE r_2;

-- @case a partition of a partition beside a default
-- @given
DROP TABLE to_r;
-- @statement
DROP TABLE r_2_1;

-- @case a partitioned table
-- @given
DROP TABLE to_r;
-- @statement
DROP TABLE r;

-- @case a partitioned table that is referenced
DROP TABLE r;

-- @case a partitioned table that is referenced with CASCADE
DROP TABLE r CASCADE;

-- @case a parent with children
DROP TABLE parent;

-- @case a parent with children and CASCADE
DROP TABLE parent CASCADE;

-- @case a child locks its parent
DROP TABLE grandchild;

-- @case several tables
DROP TABLE alone, both_ways, rich;

-- @case a table named twice
DROP TABLE alone, alone;

-- @case an unknown table
DROP TABLE nothing;

-- @case an unknown table IF EXISTS
DROP TABLE IF EXISTS nothing;

-- @case an unknown and a known table IF EXISTS
DROP TABLE IF EXISTS nothing, alone;

-- @case an unknown and a known table
DROP TABLE alone, nothing;

-- @case a table of an unknown schema
DROP TABLE nowhere.alone;

-- @case a table of an unknown schema IF EXISTS
DROP TABLE IF EXISTS nowhere.alone;

-- @case DROP TABLE of another kind
-- @each name: seen_v | seen_m | alone_id_seq | alone_pkey
DROP TABLE ${name};

-- @case DROP TABLE IF EXISTS of a view
DROP TABLE IF EXISTS seen_v;

-- @case a temporary table before a permanent one
-- @session
CREATE TEMP TABLE p (a integer);
-- @statement
DROP TABLE p;

-- @case a system table
DROP TABLE pg_class;

-- @case a partition whose foreign key comes from the parent
-- @given
ALTER TABLE free_r ADD CONSTRAINT free_fk FOREIGN KEY (a) REFERENCES q;
-- @statement
DROP TABLE free_r_1;

-- @case a partitioned table with a foreign key
-- @given
ALTER TABLE free_r ADD CONSTRAINT free_fk FOREIGN KEY (a) REFERENCES q;
-- @statement
DROP TABLE free_r;
