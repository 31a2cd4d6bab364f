-- RENAME of tables, columns and what ALTER TABLE reaches besides; SET SCHEMA.
-- @setup
-- What was here once and is gone is known to be absent.
CREATE TABLE missing (a integer);
DROP TABLE missing;
CREATE SCHEMA missing;
DROP SCHEMA missing;
CREATE SCHEMA other;
CREATE TABLE other.missing (a integer);
DROP TABLE other.missing;
CREATE SCHEMA full_schema;
CREATE TABLE full_schema.t (a integer);
CREATE TABLE t (a integer, b text, id serial PRIMARY KEY, i integer GENERATED ALWAYS AS IDENTITY, u integer UNIQUE, g integer GENERATED ALWAYS AS (a * 2) STORED);
CREATE INDEX t_a ON t (a);
CREATE TABLE p (id integer PRIMARY KEY);
CREATE TABLE f (a integer REFERENCES p);
CREATE TABLE parent (a integer, b text);
CREATE TABLE child (c integer) INHERITS (parent);
CREATE TABLE own_child (a integer, b text) INHERITS (parent);
CREATE VIEW v AS SELECT a, b FROM t;
CREATE VIEW v_of_v AS SELECT a FROM v;
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
CREATE INDEX m_a ON m (a);
CREATE SEQUENCE s;
CREATE TYPE pair AS (x integer, y text);
CREATE TABLE of_pair OF pair;
CREATE FUNCTION trigger_function() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION trigger_function();
CREATE RULE ru AS ON UPDATE TO t DO ALSO NOTHING;
CREATE POLICY pol ON t USING (a > 0);

-- @case ${object} renamed
-- @each object: TABLE t | TABLE p | TABLE parent | TABLE child | TABLE v | TABLE m | TABLE s | TABLE t_a | TABLE t_pkey | TABLE pair | TABLE missing | TABLE IF EXISTS missing | VIEW v | VIEW t | VIEW missing | VIEW IF EXISTS missing | MATERIALIZED VIEW m | MATERIALIZED VIEW t | SEQUENCE s | SEQUENCE t_id_seq | SEQUENCE t | INDEX t_a | INDEX t_pkey | INDEX m_a | INDEX t | INDEX v | INDEX IF EXISTS missing | INDEX missing | TABLE other.missing | TABLE missing.t
ALTER ${object} RENAME TO renamed;

-- @case a name that is taken: ${name}
-- @each name: p | t | v | s | t_a | pair
ALTER TABLE t RENAME TO ${name};

-- @case a name that is taken by a type
-- @given
CREATE DOMAIN dom AS integer;
-- @statement
ALTER TABLE t RENAME TO dom;

-- @case a name that is too long
ALTER TABLE t RENAME TO a_name_that_is_longer_than_sixty_three_bytes_and_so_is_cut_off_at_its_end;

-- @case a column of ${object}
-- @each object: TABLE t | TABLE parent | TABLE ONLY parent | TABLE child | TABLE v | VIEW v | MATERIALIZED VIEW m | TABLE m | TABLE missing | TABLE IF EXISTS missing | TABLE t_a | INDEX t_a | TABLE s
ALTER ${object} RENAME COLUMN a TO renamed;

-- @case a column ${column} renamed
-- @each column: b | id | i | u | g | missing | ctid
ALTER TABLE t RENAME COLUMN ${column} TO renamed;

-- @case a column renamed to ${name}
-- @each name: b | a | ctid | tableoid | "A"
ALTER TABLE t RENAME COLUMN a TO ${name};

-- @case a column without the word
ALTER TABLE t RENAME a TO renamed;

-- @case a column of a key renamed
ALTER TABLE p RENAME COLUMN id TO renamed;

-- @case a child's own column renamed
ALTER TABLE child RENAME COLUMN c TO renamed;

-- @case a column that a child has by itself, too, renamed
ALTER TABLE own_child RENAME COLUMN a TO renamed;

-- @case a parent's column renamed to a child's
ALTER TABLE parent RENAME COLUMN a TO c;

-- @case an attribute of a composite type renamed
ALTER TYPE pair RENAME ATTRIBUTE x TO z;

-- @case an attribute of a composite type renamed, cascade
ALTER TYPE pair RENAME ATTRIBUTE x TO z CASCADE;

-- @case a column of a typed table renamed
ALTER TABLE of_pair RENAME COLUMN x TO z;

-- @case a column of a composite type renamed by ALTER TABLE
ALTER TABLE pair RENAME COLUMN x TO z;

-- @case a trigger renamed
ALTER TRIGGER r ON t RENAME TO renamed;

-- @case a trigger that is missing renamed
ALTER TRIGGER missing ON t RENAME TO renamed;

-- @case a rule renamed
ALTER RULE ru ON t RENAME TO renamed;

-- @case a rule of a view renamed
ALTER RULE "_RETURN" ON v RENAME TO renamed;

-- @case a policy renamed
ALTER POLICY pol ON t RENAME TO renamed;

-- @case a policy that is missing renamed
ALTER POLICY missing ON t RENAME TO renamed;

-- @case the schema of ${object}
-- @each object: TABLE t | TABLE p | TABLE f | TABLE parent | TABLE child | TABLE v | VIEW v | MATERIALIZED VIEW m | SEQUENCE s | SEQUENCE t_id_seq | SEQUENCE t_i_seq | TABLE t_a | TABLE pair | TABLE missing | TABLE IF EXISTS missing | VIEW t
ALTER ${object} SET SCHEMA other;

-- @case the schema ${schema} of a table
-- @each schema: public | missing | full_schema | pg_catalog | pg_toast | information_schema
ALTER TABLE t SET SCHEMA ${schema};

-- @case a partitioned table's schema
-- @given
CREATE TABLE part (a integer PRIMARY KEY, s serial) PARTITION BY RANGE (a);
CREATE TABLE part_0 PARTITION OF part FOR VALUES FROM (0) TO (1000);
-- @statement
ALTER TABLE part SET SCHEMA other;
