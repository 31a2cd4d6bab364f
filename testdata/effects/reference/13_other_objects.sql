-- Schemas, extensions, publications, foreign data and other objects
-- @setup
CREATE TABLE t (id integer PRIMARY KEY, a integer, b text);
CREATE SCHEMA other;
CREATE SCHEMA filled;
CREATE TABLE filled.x (id integer PRIMARY KEY);
CREATE PUBLICATION a_publication;
CREATE PUBLICATION t_publication FOR TABLE t;
CREATE FOREIGN DATA WRAPPER a_wrapper;
CREATE SERVER a_server FOREIGN DATA WRAPPER a_wrapper;
CREATE FOREIGN TABLE ft (id integer, a integer) SERVER a_server;

-- @case CREATE SCHEMA
CREATE SCHEMA new_schema;

-- @case CREATE SCHEMA with a table
CREATE SCHEMA new_schema CREATE TABLE n (id integer);

-- @case ALTER SCHEMA RENAME TO
ALTER SCHEMA other RENAME TO renamed;

-- @case ALTER SCHEMA OWNER TO
ALTER SCHEMA other OWNER TO CURRENT_USER;

-- @case DROP SCHEMA
DROP SCHEMA other;

-- @case DROP SCHEMA that is not empty
DROP SCHEMA filled;

-- @case DROP SCHEMA with CASCADE
DROP SCHEMA filled CASCADE;

-- @case GRANT on a schema
GRANT USAGE ON SCHEMA other TO PUBLIC;

-- @case GRANT on all tables of a schema
GRANT SELECT ON ALL TABLES IN SCHEMA filled TO PUBLIC;

-- @case ALTER DEFAULT PRIVILEGES
ALTER DEFAULT PRIVILEGES IN SCHEMA other GRANT SELECT ON TABLES TO PUBLIC;

-- @case CREATE EXTENSION IF NOT EXISTS, and it is there
CREATE EXTENSION IF NOT EXISTS plpgsql;

-- @case CREATE PUBLICATION
CREATE PUBLICATION n_publication FOR TABLE t;

-- @case CREATE PUBLICATION FOR ALL TABLES
CREATE PUBLICATION n_publication FOR ALL TABLES;

-- @case CREATE PUBLICATION FOR TABLES IN SCHEMA
CREATE PUBLICATION n_publication FOR TABLES IN SCHEMA filled;

-- @case ALTER PUBLICATION ADD TABLE
ALTER PUBLICATION a_publication ADD TABLE t;

-- @case ALTER PUBLICATION SET TABLE
ALTER PUBLICATION a_publication SET TABLE t;

-- @case ALTER PUBLICATION DROP TABLE
ALTER PUBLICATION t_publication DROP TABLE t;

-- @case ALTER PUBLICATION SET
ALTER PUBLICATION t_publication SET (publish = 'insert');

-- @case ALTER PUBLICATION RENAME TO
ALTER PUBLICATION t_publication RENAME TO renamed;

-- @case DROP PUBLICATION
DROP PUBLICATION t_publication;

-- @case CREATE FOREIGN TABLE
CREATE FOREIGN TABLE n (id integer) SERVER a_server;

-- @case ALTER FOREIGN TABLE ADD COLUMN
ALTER FOREIGN TABLE ft ADD COLUMN c integer;

-- @case ALTER FOREIGN TABLE OPTIONS
ALTER FOREIGN TABLE ft OPTIONS (ADD table_name 'x');

-- @case ALTER FOREIGN TABLE ALTER COLUMN OPTIONS
ALTER FOREIGN TABLE ft ALTER COLUMN a OPTIONS (ADD column_name 'x');

-- @case ALTER FOREIGN TABLE RENAME TO
ALTER FOREIGN TABLE ft RENAME TO renamed;

-- @case DROP FOREIGN TABLE
DROP FOREIGN TABLE ft;

-- @case CREATE SERVER
CREATE SERVER n_server FOREIGN DATA WRAPPER a_wrapper;

-- @case ALTER SERVER
ALTER SERVER a_server OPTIONS (ADD host 'x');

-- @case DROP SERVER with CASCADE
DROP SERVER a_server CASCADE;

-- @case CREATE USER MAPPING
CREATE USER MAPPING FOR CURRENT_USER SERVER a_server;

-- @case CREATE FOREIGN DATA WRAPPER
CREATE FOREIGN DATA WRAPPER n_wrapper;

-- @case CREATE COLLATION
CREATE COLLATION n_collation (locale = 'C');

-- @case DROP COLLATION
-- @given
CREATE COLLATION n_collation (locale = 'C');
-- @statement
DROP COLLATION n_collation;

-- @case CREATE CONVERSION
CREATE CONVERSION n_conversion FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1;

-- @case CREATE TEXT SEARCH CONFIGURATION
CREATE TEXT SEARCH CONFIGURATION n_configuration (COPY = simple);

-- @case ALTER TEXT SEARCH CONFIGURATION
-- @given
CREATE TEXT SEARCH CONFIGURATION n_configuration (COPY = simple);
-- @statement
ALTER TEXT SEARCH CONFIGURATION n_configuration ALTER MAPPING FOR word WITH simple;

-- @case CREATE TEXT SEARCH DICTIONARY
CREATE TEXT SEARCH DICTIONARY n_dictionary (TEMPLATE = simple);

-- @case DROP TEXT SEARCH DICTIONARY
-- @given
CREATE TEXT SEARCH DICTIONARY n_dictionary (TEMPLATE = simple);
-- @statement
DROP TEXT SEARCH DICTIONARY n_dictionary;

-- @case COMMENT ON SCHEMA
COMMENT ON SCHEMA other IS 'another';

-- @case DO
DO 'BEGIN END';

-- @case ALTER FOREIGN DATA WRAPPER
ALTER FOREIGN DATA WRAPPER a_wrapper OPTIONS (ADD debug 'true');

-- @case DROP FOREIGN DATA WRAPPER that a server uses
DROP FOREIGN DATA WRAPPER a_wrapper;

-- @case ALTER USER MAPPING
-- @given
CREATE USER MAPPING FOR CURRENT_USER SERVER a_server;
-- @statement
ALTER USER MAPPING FOR CURRENT_USER SERVER a_server OPTIONS (ADD user 'x');

-- @case DROP USER MAPPING
-- @given
CREATE USER MAPPING FOR CURRENT_USER SERVER a_server;
-- @statement
DROP USER MAPPING FOR CURRENT_USER SERVER a_server;

-- @case ALTER COLLATION RENAME TO
-- @given
CREATE COLLATION n_collation (locale = 'C');
-- @statement
ALTER COLLATION n_collation RENAME TO renamed;

-- @case ALTER CONVERSION RENAME TO
-- @given
CREATE CONVERSION n_conversion FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1;
-- @statement
ALTER CONVERSION n_conversion RENAME TO renamed;

-- @case DROP CONVERSION
-- @given
CREATE CONVERSION n_conversion FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1;
-- @statement
DROP CONVERSION n_conversion;

-- @case ALTER TEXT SEARCH DICTIONARY
-- @given
CREATE TEXT SEARCH DICTIONARY n_dictionary (TEMPLATE = simple);
-- @statement
ALTER TEXT SEARCH DICTIONARY n_dictionary (accept = false);

-- @case DROP TEXT SEARCH CONFIGURATION
-- @given
CREATE TEXT SEARCH CONFIGURATION n_configuration (COPY = simple);
-- @statement
DROP TEXT SEARCH CONFIGURATION n_configuration;

-- @case CREATE TEXT SEARCH PARSER
CREATE TEXT SEARCH PARSER n_parser (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype);

-- @case CREATE TEXT SEARCH TEMPLATE
CREATE TEXT SEARCH TEMPLATE n_template (init = dsimple_init, lexize = dsimple_lexize);
