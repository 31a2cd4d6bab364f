-- SET and RESET of storage parameters.
-- @setup
-- What was here once and is gone is known to be absent.
CREATE TABLE missing (a integer);
DROP TABLE missing;
CREATE TABLE t (a integer, b text);
INSERT INTO t SELECT i, repeat('x', 400) FROM generate_series(1, 2000) i;
CREATE TABLE no_toast (a integer);
CREATE INDEX t_btree ON t (a);
CREATE INDEX t_hash ON t USING hash (a);
CREATE INDEX t_brin ON t USING brin (a);
CREATE INDEX t_gist ON t USING gist (point(a, a));
CREATE INDEX t_gin ON t USING gin (to_tsvector('english', b));
CREATE INDEX t_spgist ON t USING spgist (b);
CREATE TABLE parent (a integer);
CREATE TABLE child () INHERITS (parent);
CREATE VIEW v AS SELECT a FROM t;
CREATE VIEW updatable AS SELECT a FROM t WHERE a > 5;
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
CREATE SEQUENCE s;
CREATE TYPE pair AS (x integer, y text);

-- @case a table's ${parameter}
-- @each parameter: fillfactor = 70 | fillfactor = 5 | fillfactor = 'abc' | fillfactor | autovacuum_enabled = false | autovacuum_enabled | autovacuum_vacuum_threshold = 100 | autovacuum_vacuum_scale_factor = 0.1 | autovacuum_analyze_threshold = 100 | autovacuum_freeze_max_age = 200000000 | autovacuum_vacuum_cost_delay = 10 | toast_tuple_target = 4000 | toast.autovacuum_enabled = false | toast.fillfactor = 70 | toast.missing = 1 | parallel_workers = 4 | user_catalog_table = true | user_catalog_table = false | vacuum_truncate = false | toast.vacuum_truncate = false | log_autovacuum_min_duration = 0 | missing = 1 | other.fillfactor = 70 | oids = false | fillfactor = 70, autovacuum_enabled = false | fillfactor = 70, user_catalog_table = true | security_barrier = true | fastupdate = false | n_distinct = 5
ALTER TABLE t SET (${parameter});

-- @case a table's parameters of newer versions: ${parameter}
-- @each parameter: vacuum_index_cleanup = auto | vacuum_index_cleanup = false | autovacuum_vacuum_insert_threshold = 100 | vacuum_max_eager_freeze_failure_rate = 0.1 | autovacuum_vacuum_max_threshold = 100
ALTER TABLE t SET (${parameter});

-- @case a table's ${parameter} reset
-- @each parameter: fillfactor | autovacuum_enabled | toast.autovacuum_enabled | user_catalog_table | missing | fillfactor, autovacuum_enabled | fillfactor = 70
ALTER TABLE t RESET (${parameter});

-- @case a table without a toast table: ${parameter}
-- @each parameter: toast_tuple_target = 4000 | toast.autovacuum_enabled = false
ALTER TABLE no_toast SET (${parameter});

-- @case a btree's ${parameter}
-- @each parameter: fillfactor = 70 | deduplicate_items = off | fastupdate = false | missing = 1 | autovacuum_enabled = false
ALTER INDEX t_btree SET (${parameter});

-- @case a ${index} index's ${parameter}
-- @each index: t_hash | t_gist | t_spgist
-- @each parameter: fillfactor = 70 | buffering = on
ALTER INDEX ${index} SET (${parameter});

-- @case a gin's ${parameter}
-- @each parameter: fastupdate = off | gin_pending_list_limit = 128 | fillfactor = 70
ALTER INDEX t_gin SET (${parameter});

-- @case a brin's ${parameter}
-- @each parameter: pages_per_range = 64 | autosummarize = on | fillfactor = 70
ALTER INDEX t_brin SET (${parameter});

-- @case an index's parameter reset
ALTER INDEX t_btree RESET (fillfactor);

-- @case an index's parameter by ALTER TABLE
ALTER TABLE t_btree SET (fillfactor = 70);

-- @case a view's ${parameter}
-- @each parameter: security_barrier | security_barrier = true | security_invoker = true | fillfactor = 70 | missing = 1
ALTER VIEW v SET (${parameter});

-- @case a view's check option
ALTER VIEW updatable SET (check_option = local);

-- @case a check option of a view that is not updatable
-- @given
CREATE VIEW counted AS SELECT count(*) FROM t;
-- @statement
ALTER VIEW counted SET (check_option = local);

-- @case a view's parameter reset
ALTER VIEW v RESET (security_barrier);

-- @case a view's parameter by ALTER TABLE
ALTER TABLE v SET (security_barrier = true);

-- @case a materialized view's ${parameter}
-- @each parameter: fillfactor = 70 | autovacuum_enabled = false | security_barrier = true
ALTER MATERIALIZED VIEW m SET (${parameter});

-- @case a materialized view's parameter reset
ALTER MATERIALIZED VIEW m RESET (fillfactor);

-- @case a sequence's parameter
ALTER TABLE s SET (fillfactor = 70);

-- @case a composite type's parameter
ALTER TABLE pair SET (fillfactor = 70);

-- @case an inheritance parent's parameter
ALTER TABLE parent SET (fillfactor = 70);

-- @case an inheritance parent's parameter only
ALTER TABLE ONLY parent SET (fillfactor = 70);

-- @case a missing table's parameter
ALTER TABLE missing SET (fillfactor = 70);

-- @case a missing table's parameter, if exists
ALTER TABLE IF EXISTS missing SET (fillfactor = 70);

-- @case a parameter and a weak sub-command
ALTER TABLE t SET (fillfactor = 70), ALTER COLUMN a SET STATISTICS 100;

-- @case a parameter and a strong sub-command
ALTER TABLE t SET (fillfactor = 70), ALTER COLUMN a SET DEFAULT 5;

-- @case without oids
ALTER TABLE t SET WITHOUT OIDS;

-- @case with oids
ALTER TABLE t SET WITH OIDS;
