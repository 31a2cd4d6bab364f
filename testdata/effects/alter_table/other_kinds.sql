-- ALTER TABLE on foreign tables, temporary tables, catalogs, and relations of other kinds.
-- @setup
-- What was here once and is gone is known to be absent.
CREATE TABLE missing (a integer);
DROP TABLE missing;
CREATE FOREIGN DATA WRAPPER wrapper;
CREATE SERVER server FOREIGN DATA WRAPPER wrapper;
CREATE FOREIGN TABLE ft (a integer, b text NOT NULL, c integer CHECK (c > 0)) SERVER server;
CREATE TABLE part (a integer, b text) PARTITION BY RANGE (a);
CREATE FOREIGN TABLE ft_part PARTITION OF part FOR VALUES FROM (0) TO (1000) SERVER server;
CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (1000) TO (2000);
CREATE TABLE parent (a integer, b text);
CREATE FOREIGN TABLE ft_child () INHERITS (parent) SERVER server;
CREATE FOREIGN TABLE loose (a integer, b text) SERVER server;
CREATE TABLE t (a integer);
CREATE FUNCTION trigger_function() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';

-- @case ALTER ${kind} of a foreign table: ${action}
-- @each action: ADD COLUMN d integer | ADD COLUMN d integer DEFAULT 5 | ADD COLUMN d float8 DEFAULT random() | ADD COLUMN d integer NOT NULL | ADD COLUMN d integer GENERATED ALWAYS AS (a * 2) STORED | ADD COLUMN d serial | ADD COLUMN d integer CHECK (d > 0) | ADD COLUMN d integer UNIQUE | DROP COLUMN a | ALTER COLUMN a TYPE bigint | ALTER COLUMN a TYPE bigint USING a::bigint | ALTER COLUMN a SET DEFAULT 5 | ALTER COLUMN a SET NOT NULL | ALTER COLUMN b DROP NOT NULL | ALTER COLUMN a SET STATISTICS 100 | ALTER COLUMN a SET (n_distinct = 5) | ALTER COLUMN b SET STORAGE MAIN | ALTER COLUMN a OPTIONS (ADD x 'y') | OPTIONS (ADD x 'y') | ADD CHECK (a > 0) | ADD CHECK (a > 0) NOT VALID | ADD PRIMARY KEY (a) | ADD FOREIGN KEY (a) REFERENCES part | DROP CONSTRAINT ft_c_check | VALIDATE CONSTRAINT ft_c_check | DISABLE TRIGGER ALL | INHERIT t | OWNER TO CURRENT_USER | RENAME TO renamed | RENAME COLUMN a TO z | SET SCHEMA pg_temp | SET TABLESPACE pg_default | SET UNLOGGED | SET (fillfactor = 70) | ENABLE ROW LEVEL SECURITY | REPLICA IDENTITY FULL | CLUSTER ON missing
-- @each kind: FOREIGN TABLE | TABLE
ALTER ${kind} ft ${action};

-- @case a foreign partition: ${action}
-- @each action: ADD COLUMN d integer | ADD COLUMN d float8 DEFAULT random() | DROP COLUMN b | ALTER COLUMN b SET NOT NULL | ALTER COLUMN b TYPE varchar(10) | ADD CHECK (a > 0) | ADD PRIMARY KEY (a) | ADD UNIQUE (a) | DETACH PARTITION ft_part | ATTACH PARTITION loose FOR VALUES FROM (5000) TO (6000) | SET UNLOGGED
ALTER TABLE part ${action};

-- @case a foreign child: ${action}
-- @each action: ADD COLUMN d integer | ADD COLUMN d float8 DEFAULT random() | DROP COLUMN b | ALTER COLUMN b SET NOT NULL | ALTER COLUMN b TYPE varchar(10) | ADD CHECK (a > 0) | ADD PRIMARY KEY (a)
ALTER TABLE parent ${action};

-- @case a table that is no foreign one
ALTER FOREIGN TABLE t ADD COLUMN b integer;

-- @case a foreign table that is missing
ALTER FOREIGN TABLE missing ADD COLUMN b integer;

-- @case a foreign table that is missing, if exists
ALTER FOREIGN TABLE IF EXISTS missing ADD COLUMN b integer;

-- @case a temporary table: ${action}
-- @each action: ADD COLUMN d integer DEFAULT 5 | ADD COLUMN d float8 DEFAULT random() | ALTER COLUMN a TYPE bigint | ALTER COLUMN a SET NOT NULL | ADD PRIMARY KEY (a) | ADD CHECK (a > 0) | SET UNLOGGED | RENAME TO renamed | SET SCHEMA public | SET (fillfactor = 70) | OWNER TO CURRENT_USER
-- @session
CREATE TEMPORARY TABLE temp_table (a integer, b text);
-- @statement
ALTER TABLE temp_table ${action};

-- @case a temporary table in front of another: ${action}
-- @each action: ADD COLUMN d integer | ALTER COLUMN a TYPE bigint
-- @undetermined work: the server's messages name the table without its schema, and two have the name
-- @session
CREATE TEMPORARY TABLE t (a integer);
-- @statement
ALTER TABLE t ${action};

-- @case the table behind a temporary one
-- @session
CREATE TEMPORARY TABLE t (a integer);
-- @statement
ALTER TABLE public.t ADD COLUMN d integer;

-- @case a system catalog: ${action}
-- @each action: ADD COLUMN d integer | ALTER COLUMN relname SET STATISTICS 100 | OWNER TO CURRENT_USER | RENAME TO renamed | SET SCHEMA public | SET (fillfactor = 70)
ALTER TABLE pg_class ${action};

-- @case a table made in the same transaction
-- @session
BEGIN;
CREATE TABLE fresh (a integer);
-- @statement
ALTER TABLE fresh ADD COLUMN b serial, ALTER COLUMN a TYPE bigint;

-- @case a table with rows made in the same transaction
-- @session
BEGIN;
CREATE TABLE fresh (a integer);
INSERT INTO fresh SELECT i FROM generate_series(1, 2000) i;
-- @statement
ALTER TABLE fresh ADD CHECK (a > 0);
