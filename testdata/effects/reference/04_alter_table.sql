-- ALTER TABLE: the table as a whole
-- @setup
CREATE TABLE p (id integer, a integer);
CREATE TABLE t (id integer PRIMARY KEY, a integer, b text);
CREATE INDEX t_a_idx ON t (a);
CREATE UNIQUE INDEX t_unique_idx ON t (id, a) INCLUDE (b);
CREATE TYPE row_type AS (id integer, a integer);
CREATE TABLE typed OF row_type;
CREATE FUNCTION trigger_function() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER a_trigger BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION trigger_function();
CREATE RULE a_rule AS ON DELETE TO t WHERE old.id < 0 DO INSTEAD NOTHING;
CREATE SCHEMA other;
CREATE TABLE missing ();
DROP TABLE missing;
INSERT INTO t SELECT i, i, repeat('x', 400) FROM generate_series(1, 2000) i;

-- @case RENAME TO
ALTER TABLE t RENAME TO renamed;

-- @case SET SCHEMA
ALTER TABLE t SET SCHEMA other;

-- @case OWNER TO
ALTER TABLE t OWNER TO CURRENT_USER;

-- @case DISABLE TRIGGER
ALTER TABLE t DISABLE TRIGGER a_trigger;

-- @case ENABLE TRIGGER
ALTER TABLE t ENABLE TRIGGER a_trigger;

-- @case ENABLE REPLICA TRIGGER
ALTER TABLE t ENABLE REPLICA TRIGGER a_trigger;

-- @case ENABLE ALWAYS TRIGGER
ALTER TABLE t ENABLE ALWAYS TRIGGER a_trigger;

-- @case DISABLE TRIGGER ALL
ALTER TABLE t DISABLE TRIGGER ALL;

-- @case ENABLE TRIGGER USER
ALTER TABLE t ENABLE TRIGGER USER;

-- @case DISABLE RULE
ALTER TABLE t DISABLE RULE a_rule;

-- @case ENABLE RULE
ALTER TABLE t ENABLE RULE a_rule;

-- @case ENABLE ALWAYS RULE
ALTER TABLE t ENABLE ALWAYS RULE a_rule;

-- @case ENABLE REPLICA RULE
ALTER TABLE t ENABLE REPLICA RULE a_rule;

-- @case ENABLE ROW LEVEL SECURITY
ALTER TABLE t ENABLE ROW LEVEL SECURITY;

-- @case DISABLE ROW LEVEL SECURITY
ALTER TABLE t DISABLE ROW LEVEL SECURITY;

-- @case FORCE ROW LEVEL SECURITY
ALTER TABLE t FORCE ROW LEVEL SECURITY;

-- @case NO FORCE ROW LEVEL SECURITY
ALTER TABLE t NO FORCE ROW LEVEL SECURITY;

-- @case CLUSTER ON
ALTER TABLE t CLUSTER ON t_a_idx;

-- @case SET WITHOUT CLUSTER
ALTER TABLE t SET WITHOUT CLUSTER;

-- @case SET UNLOGGED
ALTER TABLE t SET UNLOGGED;

-- @case SET LOGGED, which it is
ALTER TABLE t SET LOGGED;

-- @case SET LOGGED
-- @given
ALTER TABLE t SET UNLOGGED;
-- @statement
ALTER TABLE t SET LOGGED;

-- @case SET ACCESS METHOD, which it has
ALTER TABLE t SET ACCESS METHOD heap;

-- @case SET ACCESS METHOD
-- @versions 15..18
-- @given
CREATE ACCESS METHOD another TYPE TABLE HANDLER heap_tableam_handler;
-- @statement
ALTER TABLE t SET ACCESS METHOD another;

-- @case SET fillfactor
ALTER TABLE t SET (fillfactor = 70);

-- @case RESET fillfactor
ALTER TABLE t RESET (fillfactor);

-- @case SET of an autovacuum parameter
ALTER TABLE t SET (autovacuum_vacuum_scale_factor = 0.01);

-- @case SET toast_tuple_target
ALTER TABLE t SET (toast_tuple_target = 4080);

-- @case SET user_catalog_table
ALTER TABLE t SET (user_catalog_table = true);

-- @case INHERIT
ALTER TABLE t INHERIT p;

-- @case NO INHERIT
-- @given
ALTER TABLE t INHERIT p;
-- @statement
ALTER TABLE t NO INHERIT p;

-- @case OF
-- @given
CREATE TABLE u (id integer, a integer);
-- @statement
ALTER TABLE u OF row_type;

-- @case NOT OF
ALTER TABLE typed NOT OF;

-- @case REPLICA IDENTITY FULL
ALTER TABLE t REPLICA IDENTITY FULL;

-- @case REPLICA IDENTITY NOTHING
ALTER TABLE t REPLICA IDENTITY NOTHING;

-- @case REPLICA IDENTITY USING INDEX
-- @given
CREATE UNIQUE INDEX t_identity_idx ON t (id);
-- @statement
ALTER TABLE t REPLICA IDENTITY USING INDEX t_identity_idx;

-- @case SET WITHOUT OIDS
ALTER TABLE t SET WITHOUT OIDS;

-- @case IF EXISTS, and it is not there
ALTER TABLE IF EXISTS missing ADD COLUMN c integer;

-- @case that does not exist
ALTER TABLE missing ADD COLUMN c integer;

-- @case SET TABLESPACE, in which it is
ALTER TABLE t SET TABLESPACE pg_default;

-- @case DROP TABLE
DROP TABLE t;

-- @case DROP TABLE of several tables
DROP TABLE t, p;

-- @case DROP TABLE that a view reads
-- @given
CREATE VIEW v AS SELECT id FROM t;
-- @statement
DROP TABLE t;

-- @case DROP TABLE with CASCADE to a view
-- @given
CREATE VIEW v AS SELECT id FROM t;
-- @statement
DROP TABLE t CASCADE;

-- @case DROP TABLE that a foreign key references
-- @given
CREATE TABLE child (t_id integer REFERENCES t);
-- @statement
DROP TABLE t;

-- @case DROP TABLE with CASCADE to a foreign key
-- @given
CREATE TABLE child (t_id integer REFERENCES t);
-- @statement
DROP TABLE t CASCADE;

-- @case DROP TABLE with a foreign key to another table
-- @given
CREATE TABLE child (t_id integer REFERENCES t);
-- @statement
DROP TABLE child;

-- @case TRUNCATE
TRUNCATE t;

-- @case TRUNCATE that a foreign key references
-- @given
CREATE TABLE child (t_id integer REFERENCES t);
-- @statement
TRUNCATE t;

-- @case TRUNCATE with CASCADE
-- @given
CREATE TABLE child (t_id integer REFERENCES t);
-- @statement
TRUNCATE t CASCADE;

-- @case COMMENT ON TABLE
COMMENT ON TABLE t IS 'all of them';

-- @case COMMENT ON COLUMN
COMMENT ON COLUMN t.a IS 'the first';

-- @case GRANT on a table
GRANT SELECT ON t TO PUBLIC;

-- @case REVOKE on a table
REVOKE SELECT ON t FROM PUBLIC;
