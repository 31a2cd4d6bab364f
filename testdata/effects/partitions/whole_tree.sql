-- Other statements on partitioned tables: what reaches the partitions and what does not.
-- @setup
CREATE ROLE effects_owner;
CREATE FUNCTION trigger_function() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE part (a integer, b text) PARTITION BY RANGE (a);
CREATE TABLE part_0 PARTITION OF part FOR VALUES FROM (0) TO (1000);
CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (1000) TO (2000) PARTITION BY RANGE (a);
CREATE TABLE part_1_0 PARTITION OF part_1 FOR VALUES FROM (1000) TO (1500);
INSERT INTO part SELECT i, repeat('x', 400) FROM generate_series(1, 1400) i;
CREATE INDEX part_a ON part (a);
CREATE TRIGGER r AFTER INSERT ON part FOR EACH ROW EXECUTE FUNCTION trigger_function();
CREATE TABLE no_triggers (a integer, b text) PARTITION BY RANGE (a);
CREATE TABLE no_triggers_0 PARTITION OF no_triggers FOR VALUES FROM (0) TO (1000);

-- @case ${action} of the partitioned table
-- @each action: OWNER TO effects_owner | SET TABLESPACE pg_default | SET (fillfactor = 70) | SET (autovacuum_enabled = false) | RESET (fillfactor) | SET LOGGED | SET UNLOGGED | SET ACCESS METHOD heap | SET ACCESS METHOD DEFAULT | CLUSTER ON part_a | SET WITHOUT CLUSTER | ENABLE ROW LEVEL SECURITY | FORCE ROW LEVEL SECURITY | REPLICA IDENTITY FULL | REPLICA IDENTITY NOTHING | DISABLE TRIGGER r | DISABLE TRIGGER ALL | DISABLE TRIGGER USER | ENABLE ALWAYS TRIGGER r | RENAME TO renamed | RENAME COLUMN b TO c | INHERIT no_triggers | NO INHERIT no_triggers | SET SCHEMA pg_catalog | SET WITHOUT OIDS | ALTER COLUMN b SET STORAGE MAIN | NOT OF
ALTER TABLE part ${action};

-- @case ${action} of the partitioned table only
-- @each action: OWNER TO effects_owner | SET (fillfactor = 70) | ENABLE ROW LEVEL SECURITY | DISABLE TRIGGER r | DISABLE TRIGGER ALL | RENAME TO renamed | RENAME COLUMN b TO c | ALTER COLUMN b SET STATISTICS 5 | ALTER COLUMN b SET STORAGE MAIN | SET TABLESPACE pg_default
ALTER TABLE ONLY part ${action};

-- @case ${action} of a partition
-- @each action: OWNER TO effects_owner | SET TABLESPACE pg_default | SET (fillfactor = 70) | SET UNLOGGED | SET ACCESS METHOD heap | ENABLE ROW LEVEL SECURITY | REPLICA IDENTITY FULL | DISABLE TRIGGER r | DISABLE TRIGGER ALL | RENAME TO renamed | RENAME COLUMN b TO c | INHERIT no_triggers | NO INHERIT part | CLUSTER ON part_0_a_idx | RENAME CONSTRAINT missing TO k | NOT OF
ALTER TABLE part_0 ${action};

-- @case ${action} of a partitioned table without triggers
-- @each action: DISABLE TRIGGER ALL | DISABLE TRIGGER USER | ENABLE TRIGGER ALL | DISABLE TRIGGER missing
ALTER TABLE no_triggers ${action};

-- @case a trigger of the parent dropped
DROP TRIGGER r ON part;

-- @case a trigger of the parent dropped from a partition
DROP TRIGGER r ON part_0;

-- @case a trigger of the parent renamed
ALTER TRIGGER r ON part RENAME TO s;

-- @case a trigger of a partition renamed
ALTER TRIGGER r ON part_0 RENAME TO s;

-- @case a new row trigger
CREATE TRIGGER s AFTER UPDATE ON part FOR EACH ROW EXECUTE FUNCTION trigger_function();

-- @case a new statement trigger
CREATE TRIGGER s AFTER UPDATE ON part FOR EACH STATEMENT EXECUTE FUNCTION trigger_function();

-- @case an index of the parent: ${action}
-- @each action: RENAME TO i | SET (fillfactor = 70) | RESET (fillfactor) | SET TABLESPACE pg_default
ALTER INDEX part_a ${action};

-- @case an index of a partition: ${action}
-- @each action: RENAME TO i | SET (fillfactor = 70) | SET TABLESPACE pg_default
ALTER INDEX part_0_a_idx ${action};

-- @case an index of the parent dropped
DROP INDEX part_a;

-- @case an index of a partition dropped
DROP INDEX part_0_a_idx;

-- @case an index of the parent dropped concurrently
DROP INDEX CONCURRENTLY part_a;

-- @case an index on the parent
CREATE INDEX part_b ON part (b);

-- @case an index on the parent only
CREATE INDEX part_b ON ONLY part (b);

-- @case an index on the parent concurrently
CREATE INDEX CONCURRENTLY part_b ON part (b);

-- @case a policy
CREATE POLICY pol ON part USING (a > 0);

-- @case a comment
COMMENT ON TABLE part IS 'a comment';

-- @case a view
CREATE VIEW v AS SELECT a FROM part;

-- @case a statistics object
CREATE STATISTICS st ON a, b FROM part;

-- @case a rule
CREATE RULE ru AS ON DELETE TO part DO INSTEAD NOTHING;

-- @case a child by inheritance
CREATE TABLE c () INHERITS (part);

-- @case a table like it
CREATE TABLE c (LIKE part INCLUDING ALL);

-- @case a lock
LOCK TABLE part IN SHARE MODE;

-- @case a lock only
LOCK TABLE ONLY part IN SHARE MODE;
