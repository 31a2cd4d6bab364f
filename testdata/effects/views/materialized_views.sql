-- Materialized views: made, refreshed, altered, dropped.
-- @setup
CREATE TABLE t (a integer PRIMARY KEY, b text);
INSERT INTO t SELECT i, repeat('x', 400) FROM generate_series(1, 2000) i;
CREATE TABLE u (a integer, d text);
CREATE VIEW v AS SELECT t.a, u.d FROM t LEFT JOIN u USING (a);
CREATE MATERIALIZED VIEW m AS SELECT a, b FROM t;
CREATE UNIQUE INDEX m_a ON m (a);
CREATE INDEX m_b ON m (b);
CREATE MATERIALIZED VIEW bare AS SELECT a FROM t;
CREATE MATERIALIZED VIEW empty AS SELECT a FROM t WITH NO DATA;
CREATE UNIQUE INDEX empty_a ON empty (a);
CREATE MATERIALIZED VIEW over_v AS SELECT * FROM v;
CREATE VIEW on_m AS SELECT a FROM m;
CREATE MATERIALIZED VIEW on_on_m AS SELECT a FROM on_m;
CREATE MATERIALIZED VIEW partly AS SELECT a, b FROM t;
CREATE UNIQUE INDEX partly_a ON partly (a) WHERE a > 0;
CREATE UNIQUE INDEX partly_e ON partly ((a + 1));
-- What was here once and is gone is known to be absent.
CREATE TABLE nothing (a integer);
DROP TABLE nothing;
CREATE TABLE nowhere (a integer);
DROP TABLE nowhere;

-- @case a materialized view
CREATE MATERIALIZED VIEW n AS SELECT * FROM t;

-- @case a materialized view of a view
CREATE MATERIALIZED VIEW n AS SELECT * FROM v;

-- @case a materialized view WITH NO DATA
CREATE MATERIALIZED VIEW n AS SELECT * FROM v WITH NO DATA;

-- @case a materialized view of a materialized view
CREATE MATERIALIZED VIEW n AS SELECT a FROM bare;

-- @case a materialized view of one that is not populated
CREATE MATERIALIZED VIEW n AS SELECT a FROM empty;

-- @case IF NOT EXISTS and it exists
CREATE MATERIALIZED VIEW IF NOT EXISTS m AS SELECT * FROM t;

-- @case IF NOT EXISTS and it does not
CREATE MATERIALIZED VIEW IF NOT EXISTS n AS SELECT a FROM u;

-- @case it exists
CREATE MATERIALIZED VIEW m AS SELECT * FROM t;

-- @case options of storage
CREATE MATERIALIZED VIEW n (x) USING heap WITH (fillfactor = 70) TABLESPACE pg_default AS SELECT a FROM u;

-- @case a temporary materialized view
CREATE TEMP MATERIALIZED VIEW n AS SELECT 1;

-- @case an unlogged materialized view
CREATE UNLOGGED MATERIALIZED VIEW n AS SELECT 1 AS a;

-- @case a materialized view with a CTE that writes
CREATE MATERIALIZED VIEW n AS WITH w AS (INSERT INTO u VALUES (1) RETURNING a) SELECT * FROM w;

-- @case a materialized view of a temporary table
-- @session
CREATE TEMP TABLE tmp (a integer);
-- @statement
CREATE MATERIALIZED VIEW n AS SELECT * FROM tmp;

-- @case a materialized view of an unknown table
CREATE MATERIALIZED VIEW n AS SELECT * FROM nowhere;

-- @case REFRESH
REFRESH MATERIALIZED VIEW m;

-- @case REFRESH of one on a view
REFRESH MATERIALIZED VIEW over_v;

-- @case REFRESH of one on a view on a materialized view
REFRESH MATERIALIZED VIEW on_on_m;

-- @case REFRESH of one that is not populated
REFRESH MATERIALIZED VIEW empty;

-- @case REFRESH WITH DATA
REFRESH MATERIALIZED VIEW bare WITH DATA;

-- @case REFRESH WITH NO DATA
REFRESH MATERIALIZED VIEW m WITH NO DATA;

-- @case REFRESH CONCURRENTLY
REFRESH MATERIALIZED VIEW CONCURRENTLY m;

-- @case REFRESH CONCURRENTLY without a unique index
REFRESH MATERIALIZED VIEW CONCURRENTLY bare;

-- @case REFRESH CONCURRENTLY with a partial and an expression index only
REFRESH MATERIALIZED VIEW CONCURRENTLY partly;

-- @case REFRESH CONCURRENTLY of one that is not populated
REFRESH MATERIALIZED VIEW CONCURRENTLY empty;

-- @case REFRESH CONCURRENTLY WITH NO DATA
REFRESH MATERIALIZED VIEW CONCURRENTLY m WITH NO DATA;

-- @case REFRESH of a table
REFRESH MATERIALIZED VIEW t;

-- @case REFRESH of a view
REFRESH MATERIALIZED VIEW v;

-- @case REFRESH of nothing
REFRESH MATERIALIZED VIEW nothing;

-- @case renamed
ALTER MATERIALIZED VIEW m RENAME TO m2;

-- @case a column is renamed
ALTER MATERIALIZED VIEW m RENAME COLUMN a TO x;

-- @case storage parameters
-- @each what: SET (fillfactor = 60) | RESET (fillfactor) | SET (autovacuum_enabled = false)
ALTER MATERIALIZED VIEW m ${what};

-- @case statistics, storage and options of a column
-- @each what: SET STATISTICS 100 | SET STORAGE EXTERNAL | SET (n_distinct = 5)
ALTER MATERIALIZED VIEW m ALTER COLUMN b ${what};

-- @case clustered on an index, and not
-- @each what: CLUSTER ON m_a | SET WITHOUT CLUSTER
ALTER MATERIALIZED VIEW m ${what};

-- @case a column is added
ALTER MATERIALIZED VIEW m ADD COLUMN x integer;

-- @case the owner
ALTER MATERIALIZED VIEW m OWNER TO pg_monitor;

-- @case the schema
-- @given
CREATE SCHEMA elsewhere;
-- @statement
ALTER MATERIALIZED VIEW m SET SCHEMA elsewhere;

-- @case the access method that it has, syntax of 15
ALTER MATERIALIZED VIEW m SET ACCESS METHOD heap;

-- @case the tablespace that it has
ALTER MATERIALIZED VIEW m SET TABLESPACE pg_default;

-- @case ALTER MATERIALIZED VIEW of a view
ALTER MATERIALIZED VIEW v RENAME TO v2;

-- @case depends on an extension
-- @given
CREATE EXTENSION citext;
-- @statement
ALTER MATERIALIZED VIEW m DEPENDS ON EXTENSION citext;

-- @case dropped
DROP MATERIALIZED VIEW bare;

-- @case dropped while views read it
DROP MATERIALIZED VIEW m;

-- @case dropped with CASCADE
DROP MATERIALIZED VIEW m CASCADE;

-- @case DROP MATERIALIZED VIEW of a view
DROP MATERIALIZED VIEW v;

-- @case DROP MATERIALIZED VIEW IF EXISTS of nothing
DROP MATERIALIZED VIEW IF EXISTS nothing;
