-- What a change of rows runs by the triggers of its table: their bodies belong to the statement.

-- @setup
CREATE TABLE t (a integer, b text);
CREATE TABLE u (a integer);
CREATE TABLE log (a integer);
CREATE MATERIALIZED VIEW m AS SELECT a FROM u;
CREATE FUNCTION lock_u() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN LOCK TABLE u IN SHARE MODE; RETURN NULL; END $$;
CREATE FUNCTION lock_before() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN LOCK TABLE u IN SHARE MODE; RETURN NEW; END $$;
CREATE FUNCTION refresh_m() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN REFRESH MATERIALIZED VIEW m; RETURN NULL; END $$;
CREATE FUNCTION by_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    LOCK TABLE u IN SHARE MODE;
  ELSIF TG_OP = 'DELETE' THEN
    LOCK TABLE u IN EXCLUSIVE MODE;
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION by_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %I ADD COLUMN %I integer', 'u', TG_TABLE_NAME || lower(TG_OP));
  EXECUTE 'DROP TABLE log';
  RETURN NULL;
END $$;

-- @case a statement trigger AFTER ${event}: ${statement}
-- @each event: INSERT | UPDATE | DELETE | TRUNCATE | INSERT OR UPDATE OR DELETE OR TRUNCATE
-- @each statement: INSERT INTO t VALUES (1) | INSERT INTO t SELECT 1 WHERE false | UPDATE t SET a = 1 | DELETE FROM t WHERE a = 7 | TRUNCATE t
-- @given
CREATE TRIGGER fires AFTER ${event} ON t FOR EACH STATEMENT EXECUTE FUNCTION lock_u();
-- @statement
${statement};

-- @case a row trigger of INSERT ${timing}
-- @each timing: BEFORE | AFTER
-- @given
CREATE TRIGGER fires ${timing} INSERT ON t FOR EACH ROW EXECUTE FUNCTION lock_before();
-- @statement
INSERT INTO t VALUES (1, 'x');

-- @case a trigger of UPDATE OF ${column}
-- @each column: a | b
-- @given
CREATE TRIGGER fires BEFORE UPDATE OF ${column} ON t FOR EACH STATEMENT EXECUTE FUNCTION lock_u();
-- @statement
UPDATE t SET b = 'y';

-- @case a trigger refreshes a materialized view
-- @given
CREATE TRIGGER fires AFTER INSERT ON t FOR EACH STATEMENT EXECUTE FUNCTION refresh_m();
-- @statement
INSERT INTO t VALUES (1);

-- @case a trigger that is ${how}
-- @each how: DISABLE TRIGGER fires | DISABLE TRIGGER ALL | DISABLE TRIGGER USER | ENABLE REPLICA TRIGGER fires | ENABLE ALWAYS TRIGGER fires
-- @given
CREATE TRIGGER fires AFTER INSERT ON t FOR EACH STATEMENT EXECUTE FUNCTION lock_u();
ALTER TABLE t ${how};
-- @statement
INSERT INTO t VALUES (1);

-- @case triggers of a replica: ${how}
-- @each how: ENABLE TRIGGER fires | ENABLE REPLICA TRIGGER fires | ENABLE ALWAYS TRIGGER fires | DISABLE TRIGGER fires
-- @given
CREATE TRIGGER fires AFTER INSERT ON t FOR EACH STATEMENT EXECUTE FUNCTION lock_u();
ALTER TABLE t ${how};
-- @session
SET session_replication_role = replica;
-- @statement
INSERT INTO t VALUES (1);

-- @case the body asks for the event: ${statement}
-- @each statement: INSERT INTO t VALUES (1) | UPDATE t SET a = 1 | DELETE FROM t
-- @given
CREATE TRIGGER fires AFTER INSERT OR UPDATE OR DELETE ON t FOR EACH STATEMENT EXECUTE FUNCTION by_event();
-- @statement
${statement};

-- @case the body makes its text of what the trigger is
-- @given
CREATE TRIGGER fires AFTER INSERT ON t FOR EACH STATEMENT EXECUTE FUNCTION by_name();
-- @statement
INSERT INTO t VALUES (1);

-- @case a trigger fires a trigger
-- @given
CREATE FUNCTION insert_log() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ALTER TABLE u ADD COLUMN b integer; INSERT INTO log VALUES (1); RETURN NULL; END $$;
CREATE TRIGGER fires AFTER INSERT ON t FOR EACH STATEMENT EXECUTE FUNCTION insert_log();
CREATE TRIGGER fires AFTER INSERT ON log FOR EACH STATEMENT EXECUTE FUNCTION lock_u();
-- @statement
INSERT INTO t VALUES (1);

-- @case a trigger that was dropped
-- @given
CREATE TRIGGER fires AFTER INSERT ON t FOR EACH STATEMENT EXECUTE FUNCTION lock_u();
DROP TRIGGER fires ON t;
-- @statement
INSERT INTO t VALUES (1);

-- @case a trigger of a DO block's statement
-- @given
CREATE TRIGGER fires AFTER INSERT ON t FOR EACH STATEMENT EXECUTE FUNCTION lock_u();
-- @statement
DO $$ BEGIN INSERT INTO t VALUES (1); END $$;

-- @case MERGE fires a trigger of ${event}
-- @versions 15..18
-- @each event: INSERT | UPDATE | DELETE | UPDATE OF a | UPDATE OF b
-- @each action: MATCHED THEN UPDATE SET b = 'x' | MATCHED THEN DELETE | NOT MATCHED THEN INSERT VALUES (1, 'x') | NOT MATCHED THEN DO NOTHING
-- @given
CREATE TRIGGER fires AFTER ${event} ON t FOR EACH STATEMENT EXECUTE FUNCTION lock_u();
-- @statement
MERGE INTO t USING log ON t.a = log.a WHEN ${action};

-- @case a statement in WITH fires a trigger: ${statement}
-- @each statement: WITH gone AS (DELETE FROM t RETURNING a) SELECT 1 | WITH new AS (INSERT INTO t VALUES (1)) SELECT 1 | WITH gone AS (DELETE FROM t) INSERT INTO log VALUES (1) | WITH old AS (SELECT 1) SELECT 1 | WITH new AS (INSERT INTO t VALUES (1)) UPDATE log SET a = 1
-- @given
CREATE TRIGGER fires AFTER DELETE ON t FOR EACH STATEMENT EXECUTE FUNCTION lock_u();
-- @statement
${statement};

-- @case a change through a view fires the triggers of the table: ${statement}
-- @each statement: INSERT INTO v VALUES (1) | UPDATE v SET x = 2 | DELETE FROM v | INSERT INTO on_top VALUES (1) | UPDATE v SET y = 'x'
-- @given
CREATE VIEW v AS SELECT a AS x, b AS y FROM t;
CREATE VIEW on_top AS SELECT x FROM v;
CREATE TRIGGER fires AFTER INSERT OR UPDATE ON t FOR EACH STATEMENT EXECUTE FUNCTION lock_u();
-- @statement
${statement};

-- @case a view with a trigger of its own: ${statement}
-- @undetermined work: the table is empty, so that it cannot be seen
-- @each statement: INSERT INTO v VALUES (1) | DELETE FROM v
-- @given
CREATE VIEW v AS SELECT a FROM t;
CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE TRIGGER instead INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION nothing();
CREATE TRIGGER fires AFTER INSERT OR DELETE ON t FOR EACH STATEMENT EXECUTE FUNCTION lock_u();
-- @statement
${statement};

-- @case TRUNCATE CASCADE fires the triggers of what it reaches
-- @given
CREATE TABLE p (id integer PRIMARY KEY);
CREATE TABLE c (p_id integer REFERENCES p);
CREATE TRIGGER fires AFTER TRUNCATE ON c FOR EACH STATEMENT EXECUTE FUNCTION lock_u();
-- @statement
TRUNCATE p CASCADE;

-- @case a foreign key whose action is ${action}: ${statement}
-- @undetermined locks: the rows decide which of the other table's are changed
-- @each action: ON DELETE CASCADE | ON DELETE SET NULL | ON UPDATE CASCADE | ON DELETE NO ACTION
-- @each statement: DELETE FROM p WHERE id = 1 | UPDATE p SET id = 2 WHERE id = 1 | UPDATE p SET v = 2
-- @given
CREATE TABLE p (id integer PRIMARY KEY, v integer);
CREATE TABLE c (p_id integer REFERENCES p ${action});
INSERT INTO p VALUES (1, 1);
CREATE TRIGGER fires AFTER DELETE OR UPDATE ON c FOR EACH STATEMENT EXECUTE FUNCTION lock_u();
-- @statement
${statement};

-- @case the body fails
-- @given
CREATE FUNCTION drop_nothing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DROP TABLE nothing; RETURN NULL; END $$;
CREATE TABLE nothing (a integer);
DROP TABLE nothing;
CREATE TRIGGER fires AFTER INSERT ON t FOR EACH STATEMENT EXECUTE FUNCTION drop_nothing();
-- @statement
INSERT INTO t VALUES (1);

-- @case a deferred trigger in a transaction
-- @given
CREATE CONSTRAINT TRIGGER fires AFTER INSERT ON u DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION lock_u();
-- @statement
INSERT INTO t VALUES (1);
