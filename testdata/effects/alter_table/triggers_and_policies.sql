-- ENABLE and DISABLE of triggers and rules, row level security, REPLICA IDENTITY.
-- @setup
-- What was here once and is gone is known to be absent.
CREATE TABLE missing (a integer);
DROP TABLE missing;
CREATE FUNCTION trigger_function() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE p (id integer PRIMARY KEY);
CREATE TABLE t (a integer REFERENCES p, b integer UNIQUE DEFERRABLE, c integer NOT NULL, d integer);
CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION trigger_function();
CREATE TRIGGER st AFTER INSERT ON t FOR EACH STATEMENT EXECUTE FUNCTION trigger_function();
CREATE RULE ru AS ON UPDATE TO t DO ALSO NOTHING;
CREATE UNIQUE INDEX t_c ON t (c);
CREATE UNIQUE INDEX t_d ON t (d);
CREATE INDEX t_plain ON t (c);
CREATE UNIQUE INDEX t_partial ON t (c) WHERE c > 5;
CREATE UNIQUE INDEX t_expression ON t ((c + 1));
CREATE TABLE plain (a integer);
CREATE TABLE parent (a integer);
CREATE TABLE child () INHERITS (parent);
CREATE TRIGGER r BEFORE INSERT ON parent FOR EACH ROW EXECUTE FUNCTION trigger_function();
CREATE VIEW v AS SELECT a FROM plain;
CREATE TRIGGER vt INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION trigger_function();
CREATE MATERIALIZED VIEW m AS SELECT a FROM plain;

-- @case a trigger: ${action}
-- @each action: ENABLE TRIGGER r | DISABLE TRIGGER r | ENABLE REPLICA TRIGGER r | ENABLE ALWAYS TRIGGER r | DISABLE TRIGGER st | ENABLE TRIGGER ALL | DISABLE TRIGGER ALL | ENABLE TRIGGER USER | DISABLE TRIGGER USER | DISABLE TRIGGER missing | ENABLE TRIGGER missing | DISABLE TRIGGER r, DISABLE TRIGGER st | DISABLE TRIGGER "ALL"
ALTER TABLE t ${action};

-- @case the triggers of a referenced table: ${action}
-- @each action: DISABLE TRIGGER ALL | DISABLE TRIGGER USER
ALTER TABLE p ${action};

-- @case the triggers of a table that has none: ${action}
-- @each action: DISABLE TRIGGER ALL | DISABLE TRIGGER USER
ALTER TABLE plain ${action};

-- @case a trigger of an inheritance parent
ALTER TABLE parent DISABLE TRIGGER r;

-- @case all triggers of an inheritance parent
ALTER TABLE parent DISABLE TRIGGER ALL;

-- @case a trigger of a view
ALTER TABLE v DISABLE TRIGGER vt;

-- @case a trigger of a materialized view
ALTER TABLE m DISABLE TRIGGER ALL;

-- @case a rule: ${action}
-- @each action: ENABLE RULE ru | DISABLE RULE ru | ENABLE REPLICA RULE ru | ENABLE ALWAYS RULE ru | DISABLE RULE missing
ALTER TABLE t ${action};

-- @case a view's rule
ALTER TABLE v DISABLE RULE "_RETURN";

-- @case row level security of ${table}: ${action}
-- @each action: ENABLE ROW LEVEL SECURITY | DISABLE ROW LEVEL SECURITY | FORCE ROW LEVEL SECURITY | NO FORCE ROW LEVEL SECURITY
-- @each table: t | parent | child | v | missing
ALTER TABLE ${table} ${action};

-- @case the replica identity: ${identity}
-- @each identity: DEFAULT | FULL | NOTHING | USING INDEX t_c | USING INDEX t_d | USING INDEX t_plain | USING INDEX t_partial | USING INDEX t_expression | USING INDEX t_b_key | USING INDEX missing | USING INDEX p_pkey
ALTER TABLE t REPLICA IDENTITY ${identity};

-- @case the replica identity of a primary key
ALTER TABLE p REPLICA IDENTITY USING INDEX p_pkey;

-- @case the replica identity of an inheritance parent
ALTER TABLE parent REPLICA IDENTITY FULL;

-- @case the replica identity of a materialized view
ALTER TABLE m REPLICA IDENTITY FULL;

-- @case the replica identity of a view
ALTER TABLE v REPLICA IDENTITY FULL;

-- @case triggers off and the data type of a column
ALTER TABLE t DISABLE TRIGGER ALL, ALTER COLUMN d TYPE bigint;
