-- CREATE INDEX on tables, in all its forms.
-- @setup
CREATE TABLE t (a integer NOT NULL, b text, c integer[], d jsonb, e point, f int4range, g inet, ts timestamptz);
INSERT INTO t (a, b) SELECT i, repeat('x', 400) FROM generate_series(1, 2000) i;
CREATE INDEX t_b ON t (b);
CREATE TABLE other (id integer PRIMARY KEY);
CREATE TABLE referring (id integer REFERENCES other);
CREATE VIEW v AS SELECT a FROM t;
CREATE MATERIALIZED VIEW m AS SELECT a, b FROM t;
CREATE TABLE parent (id integer);
CREATE TABLE child () INHERITS (parent);
CREATE SEQUENCE s;
CREATE FUNCTION lawless(integer) RETURNS integer LANGUAGE plpgsql AS $$ BEGIN RETURN $1; END $$;
CREATE FUNCTION lawful(integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN $1; END $$;
-- What was here once and is gone is known to be absent.
CREATE TABLE nowhere (a integer);
DROP TABLE nowhere;
CREATE FUNCTION nothing(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
DROP FUNCTION nothing(integer);
CREATE ACCESS METHOD magic TYPE INDEX HANDLER bthandler;
DROP ACCESS METHOD magic;
CREATE OPERATOR CLASS magic_ops FOR TYPE integer USING btree AS OPERATOR 3 =;
DROP OPERATOR CLASS magic_ops USING btree;
DROP OPERATOR FAMILY magic_ops USING btree;
CREATE EXTENSION pg_trgm;
DROP EXTENSION pg_trgm;

-- @case an index
CREATE INDEX i ON t (a);

-- @case a unique index
CREATE UNIQUE INDEX i ON t (a);

-- @case an index of each access method
-- @each method: btree (a) | hash (a) | brin (a) | gin (c) | gin (d jsonb_path_ops) | gist (e) | gist (f) | spgist (f) | spgist (e) | btree (g inet_ops) | gist (g inet_ops)
CREATE INDEX i ON t USING ${method};

-- @case an index of several columns with order and opclass
CREATE INDEX i ON t (a DESC NULLS LAST, b text_pattern_ops, b COLLATE "C");

-- @case an expression index
CREATE INDEX i ON t (lower(b), (a + 1));

-- @case an expression index on an immutable function
CREATE INDEX i ON t (lawful(a));

-- @case an expression index on a volatile function
CREATE INDEX i ON t (lawless(a));

-- @case an expression index on a stable function
CREATE INDEX i ON t ((ts::date));

-- @case a partial index
CREATE INDEX i ON t (a) WHERE b IS NOT NULL;

-- @case a partial index with a stable predicate
CREATE INDEX i ON t (a) WHERE ts > now();

-- @case an index with included columns
CREATE INDEX i ON t (a) INCLUDE (b);

-- @case an included expression
CREATE INDEX i ON t (a) INCLUDE ((a + 1));

-- @case an index with storage parameters and a tablespace
CREATE INDEX i ON t (a) WITH (fillfactor = 60) TABLESPACE pg_default;

-- @case an unknown storage parameter
CREATE INDEX i ON t (a) WITH (autovacuum_enabled = false);

-- @case an index without a name
CREATE INDEX ON t (a);

-- @case IF NOT EXISTS and the name is free
CREATE INDEX IF NOT EXISTS i ON t (a);

-- @case IF NOT EXISTS and the name is taken by an index
CREATE INDEX IF NOT EXISTS t_b ON t (a);

-- @case IF NOT EXISTS and the name is taken by a table
CREATE INDEX IF NOT EXISTS other ON t (a);

-- @case IF NOT EXISTS without a name
CREATE INDEX IF NOT EXISTS ON t (a);

-- @case the name is taken
CREATE INDEX t_b ON t (a);

-- @case the name of another table's index
CREATE INDEX other_pkey ON t (a);

-- @case an index on a table that is referenced
CREATE INDEX i ON other (id);

-- @case an index on a table that refers
CREATE INDEX i ON referring (id);

-- @case an index on a parent is not one of its children
CREATE INDEX i ON parent (id);

-- @case an index ON ONLY a plain table
CREATE INDEX i ON ONLY parent (id);

-- @case an index on a materialized view
CREATE UNIQUE INDEX i ON m (a);

-- @case an index on a view
CREATE INDEX i ON v (a);

-- @case an index on a sequence
CREATE INDEX i ON s (last_value);

-- @case an index on an index
CREATE INDEX i ON t_b (b);

-- @case an index on an unknown table
CREATE INDEX i ON nowhere (a);

-- @case an index on an unknown column
CREATE INDEX i ON t (nothing);

-- @case an index by an unknown function
CREATE INDEX i ON t (nothing(a));

-- @case an unknown access method
CREATE INDEX i ON t USING magic (a);

-- @case an unknown operator class
CREATE INDEX i ON t (a magic_ops);

-- @case an operator class of another type
CREATE INDEX i ON t (a text_ops);

-- @case a type without a default operator class
-- @each what: (e) | USING gin (a) | USING gist (a) | USING hash (e)
CREATE INDEX i ON t ${what};

-- @case hash cannot be unique
CREATE UNIQUE INDEX i ON t USING hash (a);

-- @case hash has one column only
CREATE INDEX i ON t USING hash (a, b);

-- @case hash has no order
CREATE INDEX i ON t USING hash (a DESC);

-- @case gin includes no columns
CREATE INDEX i ON t USING gin (c) INCLUDE (a);

-- @case the columns of a system
CREATE INDEX i ON t (ctid);

-- @case an aggregate in an index
CREATE INDEX i ON t (sum(a));

-- @case a subquery in a predicate
CREATE INDEX i ON t (a) WHERE a IN (SELECT id FROM other);

-- @case a unique index with NULLS NOT DISTINCT is syntax of 15
CREATE UNIQUE INDEX i ON t (a) NULLS NOT DISTINCT;

-- @case operator class parameters are syntax of 13
CREATE INDEX i ON t USING gist (b gist_trgm_ops (siglen = 32));

-- @case an operator class of an extension
-- @given
CREATE EXTENSION pg_trgm;
-- @statement
CREATE INDEX i ON t USING gin (b gin_trgm_ops);

-- @case an index after an open transaction locked the table
-- @session
BEGIN;
LOCK TABLE t IN ACCESS EXCLUSIVE MODE;
-- @statement
CREATE INDEX i ON t (a);

-- @case an index on a temporary table
-- @session
CREATE TEMP TABLE tmp (a integer);
-- @statement
CREATE INDEX i ON tmp (a);
