-- ALTER INDEX and DROP INDEX.
-- @setup
CREATE TABLE t (a integer PRIMARY KEY, b text, c integer, CONSTRAINT t_c UNIQUE (c));
INSERT INTO t (a, b) SELECT i, repeat('x', 400) FROM generate_series(1, 2000) i;
CREATE INDEX t_b ON t (b);
CREATE INDEX t_sum ON t ((a + c), b);
CREATE INDEX t_brin ON t USING brin (a);
CREATE TABLE referring (id integer REFERENCES t);
CREATE TABLE clustered (a integer, b integer);
CREATE INDEX clustered_a ON clustered (a);
CLUSTER clustered USING clustered_a;
CREATE UNIQUE INDEX clustered_b ON clustered (b);
CREATE TABLE by_unique (x integer REFERENCES t (c));
CREATE VIEW v AS SELECT a FROM t;
CREATE SEQUENCE s;
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
CREATE INDEX m_a ON m (a);
-- What was here once and is gone is known to be absent.
CREATE TABLE nothing (a integer);
DROP TABLE nothing;
CREATE SCHEMA nowhere;
DROP SCHEMA nowhere;

-- @case an index is renamed
ALTER INDEX t_b RENAME TO t_b2;

-- @case a constraint's index is renamed with its constraint
ALTER INDEX t_pkey RENAME TO t_key;

-- @case ALTER INDEX renames a table, too
ALTER INDEX t RENAME TO t2;

-- @case ALTER INDEX renames a view and a sequence
-- @each name: v | s | m
ALTER INDEX ${name} RENAME TO other_name;

-- @case ALTER TABLE renames an index
ALTER TABLE t_b RENAME TO t_b2;

-- @case an index is renamed to a name that is taken
ALTER INDEX t_b RENAME TO t_c;

-- @case an unknown index is renamed
ALTER INDEX nothing RENAME TO something;

-- @case an unknown index is renamed IF EXISTS
ALTER INDEX IF EXISTS nothing RENAME TO something;

-- @case storage parameters
-- @each what: SET (fillfactor = 50) | RESET (fillfactor) | SET (deduplicate_items = off) | SET (no_such = 1)
ALTER INDEX t_b ${what};

-- @case storage parameters of a brin index
ALTER INDEX t_brin SET (pages_per_range = 16, autosummarize = on);

-- @case the tablespace that it has
ALTER INDEX t_b SET TABLESPACE pg_default;

-- @case an unknown tablespace
-- @undetermined failure: which tablespaces a server has is no part of a schema
ALTER INDEX t_b SET TABLESPACE nowhere;

-- @case statistics of an expression column
ALTER INDEX t_sum ALTER COLUMN 1 SET STATISTICS 100;

-- @case statistics of a plain column are refused
ALTER INDEX t_sum ALTER COLUMN 2 SET STATISTICS 100;

-- @case depends on an extension
-- @given
CREATE EXTENSION citext;
-- @statement
ALTER INDEX t_b DEPENDS ON EXTENSION citext;

-- @case depends no more on an extension
-- @versions 13..18
-- @given
CREATE EXTENSION citext;
-- @statement
ALTER INDEX t_b NO DEPENDS ON EXTENSION citext;

-- @case an index is dropped
DROP INDEX t_b;

-- @case two indexes are dropped
DROP INDEX t_b, t_sum;

-- @case an index that a table is clustered on
DROP INDEX clustered_a;

-- @case a unique index
DROP INDEX clustered_b;

-- @case a materialized view's index
DROP INDEX m_a;

-- @case an index is dropped IF EXISTS
DROP INDEX IF EXISTS t_b;

-- @case an unknown index is dropped IF EXISTS
DROP INDEX IF EXISTS nothing;

-- @case one of two indexes is unknown
DROP INDEX IF EXISTS nothing, t_b;

-- @case an unknown index
DROP INDEX nothing;

-- @case an index of an unknown schema
DROP INDEX nowhere.t_b;

-- @case an index of an unknown schema IF EXISTS
DROP INDEX IF EXISTS nowhere.t_b;

-- @case a primary key's index
DROP INDEX t_pkey;

-- @case a primary key's index with CASCADE
DROP INDEX t_pkey CASCADE;

-- @case a unique constraint's index
DROP INDEX t_c;

-- @case DROP INDEX of a table
DROP INDEX t;

-- @case DROP INDEX of a view
DROP INDEX v;

-- @case a unique index that a foreign key needs
-- @given
CREATE TABLE keyed (k integer NOT NULL);
CREATE UNIQUE INDEX keyed_k ON keyed (k);
CREATE TABLE lock_holder (k integer REFERENCES keyed (k));
-- @statement
DROP INDEX keyed_k;

-- @case a unique index that a foreign key needs with CASCADE
-- @given
CREATE TABLE keyed (k integer NOT NULL);
CREATE UNIQUE INDEX keyed_k ON keyed (k);
CREATE TABLE lock_holder (k integer REFERENCES keyed (k));
-- @statement
DROP INDEX keyed_k CASCADE;

-- @case an index that is the replica identity
-- @given
CREATE TABLE replicated (c integer NOT NULL);
CREATE UNIQUE INDEX t_identity ON replicated (c);
ALTER TABLE replicated REPLICA IDENTITY USING INDEX t_identity;
-- @statement
DROP INDEX t_identity;

-- @case an invalid index is dropped
-- @given
CREATE TABLE r (a integer) PARTITION BY RANGE (a);
CREATE TABLE r_1 PARTITION OF r FOR VALUES FROM (0) TO (10);
CREATE INDEX r_a ON ONLY r (a);
-- @statement
DROP INDEX r_a;
