-- Triggers, event triggers and policies
-- @setup
CREATE TABLE t (id integer PRIMARY KEY, a integer);
CREATE FUNCTION trigger_function() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE FUNCTION event_function() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE TRIGGER a_trigger BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION trigger_function();
CREATE POLICY a_policy ON t USING (id > 0);

-- @case CREATE TRIGGER
CREATE TRIGGER b_trigger BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION trigger_function();

-- @case CREATE OR REPLACE TRIGGER
CREATE OR REPLACE TRIGGER a_trigger BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION trigger_function();

-- @case CREATE CONSTRAINT TRIGGER
CREATE CONSTRAINT TRIGGER c_trigger AFTER INSERT ON t DEFERRABLE FOR EACH ROW EXECUTE FUNCTION trigger_function();

-- @case ALTER TRIGGER RENAME TO
ALTER TRIGGER a_trigger ON t RENAME TO renamed;

-- @case DROP TRIGGER
DROP TRIGGER a_trigger ON t;

-- @case DROP TRIGGER IF EXISTS, and it is not there
DROP TRIGGER IF EXISTS missing ON t;

-- @case COMMENT ON TRIGGER
COMMENT ON TRIGGER a_trigger ON t IS 'before';

-- @case CREATE EVENT TRIGGER
CREATE EVENT TRIGGER an_event ON ddl_command_start EXECUTE FUNCTION event_function();

-- @case ALTER EVENT TRIGGER
-- @session
BEGIN;
CREATE EVENT TRIGGER an_event ON ddl_command_start EXECUTE FUNCTION event_function();
-- @statement
ALTER EVENT TRIGGER an_event DISABLE;

-- @case DROP EVENT TRIGGER
-- @session
BEGIN;
CREATE EVENT TRIGGER an_event ON ddl_command_start EXECUTE FUNCTION event_function();
-- @statement
DROP EVENT TRIGGER an_event;

-- @case CREATE POLICY
CREATE POLICY b_policy ON t FOR SELECT USING (a > 0);

-- @case CREATE POLICY that reads another table
-- @given
CREATE TABLE r (id integer PRIMARY KEY);
-- @statement
CREATE POLICY b_policy ON t USING (EXISTS (SELECT FROM r WHERE r.id = t.a));

-- @case ALTER POLICY
ALTER POLICY a_policy ON t USING (id > 1);

-- @case ALTER POLICY RENAME TO
ALTER POLICY a_policy ON t RENAME TO renamed;

-- @case DROP POLICY
DROP POLICY a_policy ON t;

-- @case COMMENT ON POLICY
COMMENT ON POLICY a_policy ON t IS 'who may';
