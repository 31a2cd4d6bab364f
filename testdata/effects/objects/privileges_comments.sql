-- GRANT, REVOKE, default privileges, COMMENT, SECURITY LABEL, owners.
-- @setup
CREATE SCHEMA aside;
CREATE TABLE t (a integer PRIMARY KEY, b text CONSTRAINT b_short CHECK (length(b) < 10));
CREATE TABLE aside.x (a integer);
CREATE TABLE r (a integer, b text) PARTITION BY RANGE (a);
CREATE TABLE r_1 PARTITION OF r FOR VALUES FROM (0) TO (10);
CREATE VIEW v AS SELECT a FROM t;
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
CREATE INDEX i ON t (b);
CREATE SEQUENCE s;
CREATE TYPE mood AS ENUM ('sad');
CREATE TYPE ct AS (x integer);
CREATE DOMAIN positive AS integer CONSTRAINT above CHECK (VALUE > 0);
CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE proc() LANGUAGE sql AS 'SELECT 1';
CREATE AGGREGATE total(integer) (sfunc = int4pl, stype = integer);
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER trg BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION tf();
CREATE RULE rul AS ON DELETE TO t DO ALSO NOTHING;
CREATE POLICY pol ON t USING (true);
CREATE STATISTICS st ON a, b FROM t;
CREATE PUBLICATION pub FOR TABLE t;
CREATE OPERATOR === (FUNCTION = int4eq, LEFTARG = integer, RIGHTARG = integer);
CREATE COLLATION coll FROM "C";
CREATE CONVERSION conv FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE TEXT SEARCH CONFIGURATION conf (COPY = english);
CREATE FOREIGN DATA WRAPPER fdw;
CREATE SERVER srv FOREIGN DATA WRAPPER fdw;
CREATE EXTENSION citext;
-- What was here once and is gone is known to be absent.
CREATE TABLE nowhere (a integer);
DROP TABLE nowhere;
CREATE TABLE nothing (a integer);
DROP TABLE nothing;
CREATE SCHEMA nowhere;
DROP SCHEMA nowhere;
CREATE SCHEMA nothing;
DROP SCHEMA nothing;
CREATE FUNCTION nothing() RETURNS integer LANGUAGE sql AS 'SELECT 1';
DROP FUNCTION nothing();
CREATE TYPE nothing AS ENUM ('a');
DROP TYPE nothing;
CREATE ROLE no_such_role;
DROP ROLE no_such_role;
CREATE LANGUAGE klingon HANDLER plpgsql_call_handler;
DROP LANGUAGE klingon;
CREATE STATISTICS nothing ON a, b FROM t;
DROP STATISTICS nothing;
CREATE PUBLICATION nothing;
DROP PUBLICATION nothing;

-- @case granted
-- @each what: SELECT ON t | ALL ON t | INSERT, UPDATE ON TABLE t | SELECT (a), UPDATE (b) ON t | SELECT ON v | SELECT ON m | USAGE ON SEQUENCE s | SELECT ON s | USAGE ON SCHEMA aside | EXECUTE ON FUNCTION f(integer) | EXECUTE ON PROCEDURE proc() | EXECUTE ON ROUTINE f | USAGE ON TYPE mood | USAGE ON DOMAIN positive | USAGE ON LANGUAGE sql | USAGE ON FOREIGN DATA WRAPPER fdw | USAGE ON FOREIGN SERVER srv | SELECT ON ALL TABLES IN SCHEMA public | USAGE ON ALL SEQUENCES IN SCHEMA public | EXECUTE ON ALL FUNCTIONS IN SCHEMA public | SELECT ON r | SELECT ON t, r
GRANT ${what} TO pg_monitor;

-- @case granted to everybody, and with grant option
-- @each whom: PUBLIC | pg_monitor WITH GRANT OPTION | CURRENT_USER
GRANT SELECT ON aside.x TO ${whom};

-- @case revoked
-- @each what: SELECT ON t | ALL ON t | SELECT (a) ON t | USAGE ON SEQUENCE s | ALL ON SCHEMA aside | EXECUTE ON FUNCTION f(integer) | USAGE ON TYPE mood | ALL ON ALL TABLES IN SCHEMA public | GRANT OPTION FOR SELECT ON t
REVOKE ${what} FROM pg_monitor;

-- @case revoked from everybody
REVOKE EXECUTE ON FUNCTION f(integer) FROM PUBLIC;

-- @case MAINTAIN is a privilege of 17
GRANT MAINTAIN ON t TO pg_monitor;

-- @case an unknown privilege
GRANT MAGIC ON t TO pg_monitor;

-- @case a privilege that tables do not have
-- @each what: EXECUTE ON t | USAGE ON t | SELECT ON SCHEMA aside | SELECT ON FUNCTION f(integer)
GRANT ${what} TO pg_monitor;

-- @case granted on what is unknown
-- @each what: SELECT ON nowhere | SELECT (nothing) ON t | USAGE ON SCHEMA nowhere | EXECUTE ON FUNCTION nothing() | USAGE ON TYPE nothing | SELECT ON ALL TABLES IN SCHEMA nowhere | USAGE ON LANGUAGE klingon
GRANT ${what} TO pg_monitor;

-- @case granted to an unknown role
GRANT SELECT ON t TO no_such_role;

-- @case granted on an index
GRANT SELECT ON i TO pg_monitor;

-- @case a role is granted
GRANT pg_read_all_stats TO pg_signal_backend;

-- @case a role is granted to itself
GRANT pg_monitor TO pg_monitor;

-- @case a role is revoked
REVOKE pg_read_all_stats FROM pg_signal_backend;

-- @case default privileges
-- @each what: GRANT SELECT ON TABLES TO pg_monitor | IN SCHEMA aside GRANT SELECT ON TABLES TO PUBLIC | FOR ROLE postgres REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC | GRANT USAGE ON SEQUENCES TO pg_monitor | GRANT USAGE ON TYPES TO pg_monitor | GRANT USAGE ON SCHEMAS TO pg_monitor
ALTER DEFAULT PRIVILEGES ${what};

-- @case default privileges in an unknown schema
ALTER DEFAULT PRIVILEGES IN SCHEMA nowhere GRANT SELECT ON TABLES TO PUBLIC;

-- @case default privileges on schemas in a schema
ALTER DEFAULT PRIVILEGES IN SCHEMA aside GRANT USAGE ON SCHEMAS TO PUBLIC;

-- @case a comment
-- @each what: TABLE t | COLUMN t.b | COLUMN v.a | COLUMN ct.x | VIEW v | MATERIALIZED VIEW m | INDEX i | SEQUENCE s | CONSTRAINT b_short ON t | CONSTRAINT above ON DOMAIN positive | TYPE mood | DOMAIN positive | FUNCTION f(integer) | PROCEDURE proc() | ROUTINE f | AGGREGATE total(integer) | TRIGGER trg ON t | RULE rul ON t | POLICY pol ON t | STATISTICS st | PUBLICATION pub | SCHEMA aside | OPERATOR === (integer, integer) | COLLATION coll | CONVERSION conv | TEXT SEARCH CONFIGURATION conf | FOREIGN DATA WRAPPER fdw | SERVER srv | EXTENSION citext | LANGUAGE plpgsql | ACCESS METHOD heap | CAST (citext AS text) | ROLE pg_monitor | TABLESPACE pg_default | DATABASE postgres | TABLE r
COMMENT ON ${what} IS 'said';

-- @case a comment is removed
COMMENT ON TABLE t IS NULL;

-- @case a comment on what is unknown
-- @each what: TABLE nowhere | COLUMN t.nothing | COLUMN nowhere.a | INDEX nothing | CONSTRAINT nothing ON t | TRIGGER nothing ON t | FUNCTION nothing() | SCHEMA nothing | TYPE nothing | RULE nothing ON t | POLICY nothing ON t | STATISTICS nothing | PUBLICATION nothing | CONSTRAINT nothing ON DOMAIN positive
COMMENT ON ${what} IS 'said';

-- @case a comment on another kind
-- @each what: TABLE v | VIEW t | INDEX t | SEQUENCE t | MATERIALIZED VIEW v | FUNCTION proc() | DOMAIN mood
COMMENT ON ${what} IS 'said';

-- @case a comment on an index's column
COMMENT ON COLUMN i.b IS 'said';

-- @case a security label without a provider
-- @undetermined failure: which providers a server has loaded is no part of a schema
SECURITY LABEL ON TABLE t IS 'secret';

-- @case a security label of an unknown provider
-- @undetermined failure: which providers a server has loaded is no part of a schema
SECURITY LABEL FOR nobody ON TABLE t IS 'secret';

-- @case the owner of each kind
-- @each what: TABLE t | TABLE r | VIEW v | MATERIALIZED VIEW m | SEQUENCE s | INDEX i | TYPE mood | DOMAIN positive | FUNCTION f(integer) | PROCEDURE proc() | ROUTINE f | AGGREGATE total(integer) | SCHEMA aside | STATISTICS st | OPERATOR === (integer, integer) | COLLATION coll | CONVERSION conv | TEXT SEARCH CONFIGURATION conf | SERVER srv
ALTER ${what} OWNER TO pg_monitor;

-- @case an unknown owner
ALTER TABLE t OWNER TO no_such_role;

-- @case the owner that it has
ALTER TABLE t OWNER TO CURRENT_USER;

-- @case the schema of each kind
-- @each what: TABLE t | TABLE r | VIEW v | MATERIALIZED VIEW m | SEQUENCE s | TYPE mood | TYPE ct | DOMAIN positive | FUNCTION f(integer) | PROCEDURE proc() | AGGREGATE total(integer) | STATISTICS st | OPERATOR === (integer, integer) | COLLATION coll | CONVERSION conv | TEXT SEARCH CONFIGURATION conf | EXTENSION citext
ALTER ${what} SET SCHEMA aside;

-- @case the schema that it is in
ALTER TABLE t SET SCHEMA public;

-- @case an index does not change its schema
ALTER INDEX i SET SCHEMA aside;

-- @case a schema where the name is taken
-- @given
CREATE TABLE aside.t (a integer);
-- @statement
ALTER TABLE t SET SCHEMA aside;

-- @case the schema of temporary tables
ALTER TABLE t SET SCHEMA pg_temp;

-- @case each kind is renamed
-- @each what: TABLE t | TABLE r | VIEW v | MATERIALIZED VIEW m | SEQUENCE s | INDEX i | TYPE mood | TYPE ct | DOMAIN positive | FUNCTION f(integer) | PROCEDURE proc() | ROUTINE proc | AGGREGATE total(integer) | SCHEMA aside | STATISTICS st | PUBLICATION pub | COLLATION coll | CONVERSION conv | TEXT SEARCH CONFIGURATION conf | FOREIGN DATA WRAPPER fdw | SERVER srv | TRIGGER trg ON t | RULE rul ON t | POLICY pol ON t
ALTER ${what} RENAME TO renamed;
