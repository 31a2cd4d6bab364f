-- Rules and triggers: made, replaced, renamed, dropped.
-- @setup
CREATE TABLE t (a integer PRIMARY KEY, b text);
CREATE TABLE log (a integer, b text);
CREATE TABLE other (id integer PRIMARY KEY);
CREATE VIEW v AS SELECT a, b FROM t;
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
CREATE TABLE r (a integer, b text) PARTITION BY RANGE (a);
CREATE TABLE r_1 PARTITION OF r FOR VALUES FROM (0) TO (10);
CREATE TABLE r_2 PARTITION OF r FOR VALUES FROM (10) TO (20) PARTITION BY RANGE (a);
CREATE TABLE r_2_1 PARTITION OF r_2 FOR VALUES FROM (10) TO (15);
CREATE TABLE parent (id integer);
CREATE TABLE child () INHERITS (parent);
CREATE SEQUENCE s;
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE FUNCTION no_trigger() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE TRIGGER there BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION tf();
CREATE TRIGGER on_all AFTER INSERT ON r FOR EACH ROW EXECUTE FUNCTION tf();
CREATE RULE there AS ON DELETE TO t DO ALSO INSERT INTO log VALUES (OLD.a, OLD.b);
CREATE RULE v_insert AS ON INSERT TO v DO INSTEAD INSERT INTO t VALUES (NEW.a, NEW.b);
-- What was here once and is gone is known to be absent.
CREATE TABLE nowhere (a integer);
DROP TABLE nowhere;
CREATE FUNCTION nothing() RETURNS integer LANGUAGE sql AS 'SELECT 1';
DROP FUNCTION nothing();

-- @case a trigger of each timing
-- @each when: BEFORE INSERT | AFTER INSERT | BEFORE UPDATE OR DELETE | AFTER UPDATE OF b
CREATE TRIGGER n ${when} ON t FOR EACH ROW EXECUTE FUNCTION tf();

-- @case a statement trigger
-- @each when: BEFORE INSERT | AFTER DELETE | AFTER TRUNCATE
CREATE TRIGGER n ${when} ON t FOR EACH STATEMENT EXECUTE FUNCTION tf();

-- @case a trigger with a condition
CREATE TRIGGER n BEFORE UPDATE ON t FOR EACH ROW WHEN (OLD.b IS DISTINCT FROM NEW.b) EXECUTE FUNCTION tf();

-- @case a trigger with transition tables
CREATE TRIGGER n AFTER UPDATE ON t REFERENCING OLD TABLE AS o NEW TABLE AS w FOR EACH STATEMENT EXECUTE FUNCTION tf();

-- @case a constraint trigger
CREATE CONSTRAINT TRIGGER n AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tf();

-- @case a constraint trigger FROM another table
CREATE CONSTRAINT TRIGGER n AFTER INSERT ON t FROM other FOR EACH ROW EXECUTE FUNCTION tf();

-- @case a constraint trigger FROM an unknown table
CREATE CONSTRAINT TRIGGER n AFTER INSERT ON t FROM nowhere FOR EACH ROW EXECUTE FUNCTION tf();

-- @case a row trigger on a partitioned table
CREATE TRIGGER n AFTER INSERT ON r FOR EACH ROW EXECUTE FUNCTION tf();

-- @case a BEFORE row trigger on a partitioned table is a feature of 13
CREATE TRIGGER n BEFORE INSERT ON r FOR EACH ROW EXECUTE FUNCTION tf();

-- @case a statement trigger on a partitioned table
CREATE TRIGGER n AFTER INSERT ON r FOR EACH STATEMENT EXECUTE FUNCTION tf();

-- @case a row trigger on a partition
CREATE TRIGGER n BEFORE INSERT ON r_1 FOR EACH ROW EXECUTE FUNCTION tf();

-- @case a row trigger on a parent is none on its child
CREATE TRIGGER n AFTER INSERT ON parent FOR EACH ROW EXECUTE FUNCTION tf();

-- @case a transition table on a partitioned table's row trigger
CREATE TRIGGER n AFTER INSERT ON r REFERENCING NEW TABLE AS w FOR EACH ROW EXECUTE FUNCTION tf();

-- @case an INSTEAD OF trigger on a view
CREATE TRIGGER n INSTEAD OF UPDATE ON v FOR EACH ROW EXECUTE FUNCTION tf();

-- @case an INSTEAD OF trigger on a table
CREATE TRIGGER n INSTEAD OF UPDATE ON t FOR EACH ROW EXECUTE FUNCTION tf();

-- @case a BEFORE row trigger on a view
CREATE TRIGGER n BEFORE UPDATE ON v FOR EACH ROW EXECUTE FUNCTION tf();

-- @case a statement trigger on a view
CREATE TRIGGER n AFTER UPDATE ON v FOR EACH STATEMENT EXECUTE FUNCTION tf();

-- @case a trigger on a materialized view
CREATE TRIGGER n AFTER UPDATE ON m FOR EACH ROW EXECUTE FUNCTION tf();

-- @case a trigger on a sequence
CREATE TRIGGER n AFTER UPDATE ON s FOR EACH ROW EXECUTE FUNCTION tf();

-- @case a trigger on an unknown table
CREATE TRIGGER n AFTER UPDATE ON nowhere FOR EACH ROW EXECUTE FUNCTION tf();

-- @case a trigger of an unknown column
CREATE TRIGGER n AFTER UPDATE OF nothing ON t FOR EACH ROW EXECUTE FUNCTION tf();

-- @case a trigger with an unknown function
CREATE TRIGGER n AFTER UPDATE ON t FOR EACH ROW EXECUTE FUNCTION nothing();

-- @case a trigger with a function that returns no trigger
CREATE TRIGGER n AFTER UPDATE ON t FOR EACH ROW EXECUTE FUNCTION no_trigger();

-- @case a trigger that exists
CREATE TRIGGER there BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION tf();

-- @case OR REPLACE of a trigger is syntax of 14
CREATE OR REPLACE TRIGGER there BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION tf();

-- @case OR REPLACE of an absent trigger
-- @versions 14..18
CREATE OR REPLACE TRIGGER n BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION tf();

-- @case OR REPLACE of a trigger on a partitioned table
-- @versions 14..18
CREATE OR REPLACE TRIGGER on_all AFTER UPDATE ON r FOR EACH ROW EXECUTE FUNCTION tf();

-- @case OR REPLACE of a partition's part of a trigger
-- @versions 14..18
CREATE OR REPLACE TRIGGER on_all AFTER UPDATE ON r_1 FOR EACH ROW EXECUTE FUNCTION tf();

-- @case a TRUNCATE trigger for each row
CREATE TRIGGER n BEFORE TRUNCATE ON t FOR EACH ROW EXECUTE FUNCTION tf();

-- @case a trigger is renamed
ALTER TRIGGER there ON t RENAME TO here;

-- @case a trigger of a partitioned table is renamed
ALTER TRIGGER on_all ON r RENAME TO on_each;

-- @case a partition's part of a trigger is renamed
ALTER TRIGGER on_all ON r_1 RENAME TO on_each;

-- @case an unknown trigger is renamed
ALTER TRIGGER nothing ON t RENAME TO here;

-- @case a trigger depends on an extension
-- @given
CREATE EXTENSION citext;
-- @statement
ALTER TRIGGER there ON t DEPENDS ON EXTENSION citext;

-- @case a trigger is dropped
DROP TRIGGER there ON t;

-- @case a trigger of a partitioned table is dropped
DROP TRIGGER on_all ON r;

-- @case a partition's part of a trigger is dropped
DROP TRIGGER on_all ON r_1;

-- @case an unknown trigger is dropped
DROP TRIGGER nothing ON t;

-- @case an unknown trigger is dropped IF EXISTS
DROP TRIGGER IF EXISTS nothing ON t;

-- @case a trigger of an unknown table is dropped
DROP TRIGGER there ON nowhere;

-- @case a trigger of an unknown table is dropped IF EXISTS
DROP TRIGGER IF EXISTS there ON nowhere;

-- @case a rule on a table
-- @each action: ON INSERT TO t DO ALSO INSERT INTO log VALUES (NEW.a, NEW.b) | ON UPDATE TO t DO INSTEAD NOTHING | ON DELETE TO t WHERE OLD.a > 5 DO INSTEAD NOTHING | ON INSERT TO t DO ALSO NOTIFY t
CREATE RULE n AS ${action};

-- @case a rule on a view
CREATE RULE n AS ON UPDATE TO v DO INSTEAD UPDATE t SET b = NEW.b WHERE a = OLD.a;

-- @case a rule on a partitioned table
CREATE RULE n AS ON INSERT TO r DO ALSO INSERT INTO log VALUES (NEW.a, NEW.b);

-- @case a rule on a materialized view
CREATE RULE n AS ON INSERT TO m DO INSTEAD NOTHING;

-- @case a rule that exists
CREATE RULE there AS ON DELETE TO t DO ALSO NOTHING;

-- @case OR REPLACE of a rule
CREATE OR REPLACE RULE there AS ON DELETE TO t DO ALSO NOTHING;

-- @case a rule on SELECT of a table
CREATE RULE "_RETURN" AS ON SELECT TO log DO INSTEAD SELECT a, b FROM t;

-- @case a rule on an unknown table
CREATE RULE n AS ON DELETE TO nowhere DO INSTEAD NOTHING;

-- @case a rule that writes an unknown table
CREATE RULE n AS ON DELETE TO t DO ALSO INSERT INTO nowhere VALUES (1);

-- @case a rule is renamed
ALTER RULE there ON t RENAME TO here;

-- @case a view's own rule is not renamed
ALTER RULE "_RETURN" ON v RENAME TO here;

-- @case an unknown rule is renamed
ALTER RULE nothing ON t RENAME TO here;

-- @case a rule is dropped
DROP RULE there ON t;

-- @case a rule of a view is dropped
DROP RULE v_insert ON v;

-- @case a view's own rule is not dropped
DROP RULE "_RETURN" ON v;

-- @case an unknown rule is dropped
DROP RULE nothing ON t;

-- @case an unknown rule is dropped IF EXISTS
DROP RULE IF EXISTS nothing ON t;
