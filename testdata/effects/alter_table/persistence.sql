-- OWNER TO, CLUSTER ON, SET LOGGED and UNLOGGED, SET TABLESPACE, SET ACCESS METHOD, ALL IN TABLESPACE.
-- @setup
-- What was here once and is gone is known to be absent.
CREATE TABLE missing (a integer);
DROP TABLE missing;
CREATE ROLE missing;
DROP ROLE missing;
CREATE ACCESS METHOD missing TYPE TABLE HANDLER heap_tableam_handler;
DROP ACCESS METHOD missing;
CREATE ROLE effects_alter_owner;
CREATE TABLE t (a integer, b text, id serial, i integer GENERATED ALWAYS AS IDENTITY);
INSERT INTO t SELECT i, repeat('x', 400) FROM generate_series(1, 2000) i;
CREATE INDEX t_a ON t (a);
CREATE INDEX t_partial ON t (a) WHERE a > 5;
CREATE INDEX t_hash ON t USING hash (a);
CREATE INDEX t_gin ON t USING gin (to_tsvector('english', b));
CREATE UNLOGGED TABLE u (a integer PRIMARY KEY, id serial);
INSERT INTO u SELECT i FROM generate_series(1, 2000) i;
CREATE TABLE p (id integer PRIMARY KEY);
CREATE TABLE f (a integer REFERENCES p);
CREATE UNLOGGED TABLE uf (a integer REFERENCES u);
CREATE TABLE self (id integer PRIMARY KEY, up integer REFERENCES self);
CREATE TABLE parent (a integer);
CREATE TABLE child () INHERITS (parent);
CREATE VIEW v AS SELECT a FROM t;
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
CREATE INDEX m_a ON m (a);
CREATE SEQUENCE s;
CREATE TYPE pair AS (x integer, y text);

-- @case the owner of ${object}
-- @each object: TABLE t | TABLE parent | TABLE ONLY parent | TABLE child | TABLE v | VIEW v | MATERIALIZED VIEW m | TABLE m | SEQUENCE s | TABLE s | INDEX t_a | TABLE t_a | TABLE missing | TABLE IF EXISTS missing | TABLE pair | TABLE u | SEQUENCE t_id_seq | TABLE t_i_seq
ALTER ${object} OWNER TO effects_alter_owner;

-- @case the owner that is missing
ALTER TABLE t OWNER TO missing;

-- @case the owner that it is
ALTER TABLE t OWNER TO CURRENT_USER;

-- @case a cluster: ${action}
-- @each action: CLUSTER ON t_a | CLUSTER ON t_partial | CLUSTER ON t_hash | CLUSTER ON t_gin | CLUSTER ON missing | CLUSTER ON p_pkey | SET WITHOUT CLUSTER
ALTER TABLE t ${action};

-- @case a cluster of a materialized view
ALTER MATERIALIZED VIEW m CLUSTER ON m_a;

-- @case a table is logged
ALTER TABLE t SET LOGGED;

-- @case a table becomes unlogged
ALTER TABLE t SET UNLOGGED;

-- @case an unlogged table becomes logged
-- @given
DROP TABLE uf;
-- @statement
ALTER TABLE u SET LOGGED;

-- @case an unlogged table is unlogged
ALTER TABLE u SET UNLOGGED;

-- @case a referenced table becomes unlogged
ALTER TABLE p SET UNLOGGED;

-- @case a referencing table becomes unlogged
ALTER TABLE f SET UNLOGGED;

-- @case an unlogged referenced table becomes logged
ALTER TABLE u SET LOGGED;

-- @case an unlogged referencing table becomes logged
ALTER TABLE uf SET LOGGED;

-- @case a table that references itself becomes unlogged
ALTER TABLE self SET UNLOGGED;

-- @case an inheritance parent becomes unlogged
ALTER TABLE parent SET UNLOGGED;

-- @case a published table becomes unlogged
-- @given
CREATE PUBLICATION pub FOR TABLE t;
-- @statement
ALTER TABLE t SET UNLOGGED;

-- @case a temporary table becomes logged
-- @session
CREATE TEMPORARY TABLE temp_table (a integer);
-- @statement
ALTER TABLE temp_table SET LOGGED;

-- @case a sequence becomes unlogged
ALTER SEQUENCE s SET UNLOGGED;

-- @case a sequence of a table becomes unlogged
-- @versions 15..18
ALTER SEQUENCE t_id_seq SET UNLOGGED;

-- @case an identity's sequence becomes unlogged
-- @versions 15..18
ALTER SEQUENCE t_i_seq SET UNLOGGED;

-- @case a materialized view becomes unlogged
ALTER TABLE m SET UNLOGGED;

-- @case a view becomes unlogged
ALTER TABLE v SET UNLOGGED;

-- @case an index becomes unlogged
ALTER TABLE t_a SET UNLOGGED;

-- @case unlogged and logged
ALTER TABLE t SET UNLOGGED, SET LOGGED;

-- @case unlogged and a new column
ALTER TABLE t SET UNLOGGED, ADD COLUMN c integer;

-- @case the tablespace of ${object}
-- @each object: TABLE t | TABLE parent | TABLE u | TABLE s | INDEX t_a | MATERIALIZED VIEW m | TABLE v | TABLE missing | TABLE IF EXISTS missing | TABLE t_a | INDEX missing | INDEX IF EXISTS missing
ALTER ${object} SET TABLESPACE pg_default;

-- @case a tablespace that is missing
-- @undetermined failure: which tablespaces a server has is no part of a schema
ALTER TABLE t SET TABLESPACE missing;

-- @case the global tablespace
ALTER TABLE t SET TABLESPACE pg_global;

-- @case every ${kind} in the default tablespace to ${tablespace}
-- @each tablespace: pg_default | pg_global
-- @each kind: TABLE | INDEX | MATERIALIZED VIEW
ALTER ${kind} ALL IN TABLESPACE pg_default SET TABLESPACE ${tablespace};

-- @case every table in the default tablespace to a missing one
-- @undetermined failure: which tablespaces a server has is no part of a schema
ALTER TABLE ALL IN TABLESPACE pg_default SET TABLESPACE missing;

-- @case all in a missing tablespace
-- @undetermined failure: which tablespaces a server has is no part of a schema
ALTER TABLE ALL IN TABLESPACE missing SET TABLESPACE pg_default;

-- @case all of an owner that has none
ALTER TABLE ALL IN TABLESPACE pg_default OWNED BY effects_alter_owner SET TABLESPACE pg_default;

-- @case the access method: ${method}
-- @each method: heap | DEFAULT | missing | btree
-- @versions 14..18
ALTER TABLE t SET ACCESS METHOD ${method};

-- @case the access method of a materialized view
-- @versions 15..18
ALTER MATERIALIZED VIEW m SET ACCESS METHOD heap;

-- @case the access method of a view
-- @versions 15..18
ALTER TABLE v SET ACCESS METHOD heap;

-- @case the access method twice
-- @versions 15..18
ALTER TABLE t SET ACCESS METHOD heap, SET ACCESS METHOD heap;

-- @case another access method
-- @versions 15..18
-- @given
CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
-- @statement
ALTER TABLE t SET ACCESS METHOD heap2;

-- @case another access method of a materialized view
-- @versions 15..18
-- @given
CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
-- @statement
ALTER MATERIALIZED VIEW m SET ACCESS METHOD heap2;

-- @case back to the default access method
-- @versions 17..18
-- @given
CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
ALTER TABLE t SET ACCESS METHOD heap2;
-- @statement
ALTER TABLE t SET ACCESS METHOD DEFAULT;
