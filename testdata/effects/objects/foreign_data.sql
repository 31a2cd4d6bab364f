-- Foreign data wrappers, servers, user mappings, foreign tables.
-- @setup
CREATE FOREIGN DATA WRAPPER fdw;
CREATE SERVER srv FOREIGN DATA WRAPPER fdw;
CREATE SERVER unused FOREIGN DATA WRAPPER fdw;
CREATE USER MAPPING FOR CURRENT_USER SERVER srv;
CREATE FOREIGN TABLE ft (a integer NOT NULL, b text) SERVER srv;
CREATE TABLE parent (a integer NOT NULL, b text);
CREATE FOREIGN TABLE fchild () INHERITS (parent) SERVER srv;
CREATE TABLE r (a integer, b text) PARTITION BY RANGE (a);
CREATE TABLE t (a integer);
CREATE VIEW v AS SELECT a FROM ft;
CREATE SCHEMA aside;
-- What was here once and is gone is known to be absent.
CREATE FOREIGN DATA WRAPPER nothing;
DROP FOREIGN DATA WRAPPER nothing;
CREATE SERVER nothing FOREIGN DATA WRAPPER fdw;
DROP SERVER nothing;

-- @case a foreign data wrapper
CREATE FOREIGN DATA WRAPPER n OPTIONS (debug 'true');

-- @case a foreign data wrapper that exists
CREATE FOREIGN DATA WRAPPER fdw;

-- @case a foreign data wrapper is altered
-- @each what: OPTIONS (ADD debug 'true') | RENAME TO fdw2 | OWNER TO postgres | NO HANDLER
ALTER FOREIGN DATA WRAPPER fdw ${what};

-- @case a foreign data wrapper with servers
DROP FOREIGN DATA WRAPPER fdw;

-- @case a foreign data wrapper with servers and CASCADE
DROP FOREIGN DATA WRAPPER fdw CASCADE;

-- @case an unknown foreign data wrapper
-- @each name: nothing | IF EXISTS nothing
DROP FOREIGN DATA WRAPPER ${name};

-- @case a server
CREATE SERVER n TYPE 'x' VERSION '1' FOREIGN DATA WRAPPER fdw OPTIONS (host 'h');

-- @case a server of an unknown wrapper
CREATE SERVER n FOREIGN DATA WRAPPER nothing;

-- @case a server that exists
-- @each name: srv | IF NOT EXISTS srv
CREATE SERVER ${name} FOREIGN DATA WRAPPER fdw;

-- @case a server is altered
-- @each what: VERSION '2' | OPTIONS (ADD host 'h') | RENAME TO srv2 | OWNER TO postgres
ALTER SERVER srv ${what};

-- @case a server is dropped
-- @each name: unused | srv | IF EXISTS nothing | nothing
DROP SERVER ${name};

-- @case a server with CASCADE
DROP SERVER srv CASCADE;

-- @case a user mapping
CREATE USER MAPPING FOR PUBLIC SERVER srv OPTIONS (user 'u');

-- @case a user mapping that exists
-- @each name: IF NOT EXISTS FOR | FOR
CREATE USER MAPPING ${name} CURRENT_USER SERVER srv;

-- @case a user mapping of an unknown server
CREATE USER MAPPING FOR PUBLIC SERVER nothing;

-- @case a user mapping is altered
ALTER USER MAPPING FOR CURRENT_USER SERVER srv OPTIONS (ADD user 'u');

-- @case an unknown user mapping is altered
ALTER USER MAPPING FOR PUBLIC SERVER srv OPTIONS (ADD user 'u');

-- @case a user mapping is dropped
-- @each name: FOR CURRENT_USER | FOR PUBLIC | IF EXISTS FOR PUBLIC
DROP USER MAPPING ${name} SERVER srv;

-- @case a foreign table
CREATE FOREIGN TABLE n (a integer NOT NULL DEFAULT 5 CHECK (a > 0), b text OPTIONS (column_name 'x')) SERVER srv OPTIONS (table_name 'y');

-- @case a foreign table of an unknown server
CREATE FOREIGN TABLE n (a integer) SERVER nothing;

-- @case a foreign table that exists
-- @each name: ft | IF NOT EXISTS ft
CREATE FOREIGN TABLE ${name} (a integer) SERVER srv;

-- @case a foreign table as a partition
CREATE FOREIGN TABLE n PARTITION OF r FOR VALUES FROM (0) TO (10) SERVER srv;

-- @case a foreign table that inherits
CREATE FOREIGN TABLE n (c integer) INHERITS (parent) SERVER srv;

-- @case a foreign table with a key
-- @each what: a integer PRIMARY KEY | a integer UNIQUE | a integer REFERENCES t (a)
CREATE FOREIGN TABLE n (${what}) SERVER srv;

-- @case a serial in a foreign table
CREATE FOREIGN TABLE n (a serial) SERVER srv;

-- @case a foreign table is altered
-- @each what: ADD COLUMN c integer | ADD COLUMN c serial | ADD COLUMN c integer DEFAULT 5 NOT NULL | DROP COLUMN b | ALTER b TYPE varchar(10) | ALTER a DROP NOT NULL | ALTER b SET NOT NULL | ALTER b SET DEFAULT 'x' | ALTER b OPTIONS (ADD x 'y') | ALTER b SET STATISTICS 10 | ALTER b SET STORAGE PLAIN | ADD CONSTRAINT k CHECK (a > 0) | ADD CONSTRAINT k CHECK (a > 0) NOT VALID | ADD PRIMARY KEY (a) | OPTIONS (ADD x 'y') | OWNER TO pg_monitor | RENAME TO ft2 | RENAME COLUMN b TO c | SET SCHEMA aside | DISABLE TRIGGER ALL | CLUSTER ON nothing | SET (fillfactor = 50) | SET LOGGED
ALTER FOREIGN TABLE ft ${what};

-- @case ALTER TABLE of a foreign table
ALTER TABLE ft ADD COLUMN c integer;

-- @case ALTER FOREIGN TABLE of a table
ALTER FOREIGN TABLE t ADD COLUMN c integer;

-- @case an index on a foreign table
CREATE INDEX i ON ft (b);

-- @case a trigger on a foreign table
-- @given
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
-- @statement
CREATE TRIGGER trg BEFORE INSERT ON ft FOR EACH ROW EXECUTE FUNCTION tf();

-- @case a foreign table is dropped
DROP FOREIGN TABLE fchild;

-- @case a foreign table that a view reads
DROP FOREIGN TABLE ft;

-- @case a foreign table that a view reads with CASCADE
DROP FOREIGN TABLE ft CASCADE;

-- @case DROP TABLE of a foreign table
DROP TABLE fchild;

-- @case DROP FOREIGN TABLE of a table
DROP FOREIGN TABLE t;

-- @case a foreign table whose wrapper has no handler is read
SELECT * FROM ft;

-- @case a foreign schema whose wrapper has no handler
IMPORT FOREIGN SCHEMA s FROM SERVER srv INTO aside;

-- @case a foreign schema of an unknown server
IMPORT FOREIGN SCHEMA s FROM SERVER nothing INTO aside;

-- @case a foreign table is locked
LOCK TABLE ft;

-- @case a foreign table is analyzed
ANALYZE ft;
