-- Schemas and extensions.
-- @setup
CREATE SCHEMA full_one;
CREATE TABLE full_one.t (a serial PRIMARY KEY, b text);
CREATE TABLE full_one.u (a integer REFERENCES full_one.t);
CREATE VIEW full_one.v AS SELECT a FROM full_one.t;
CREATE FUNCTION full_one.f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE TYPE full_one.mood AS ENUM ('sad');
CREATE TABLE outer_one (a integer REFERENCES full_one.t, m full_one.mood, d integer DEFAULT full_one.f());
CREATE VIEW outer_view AS SELECT a FROM full_one.t;
CREATE SCHEMA empty_one;
CREATE EXTENSION citext;
CREATE EXTENSION pg_trgm;
CREATE TABLE uses (c citext, b text);
CREATE INDEX uses_trgm ON uses USING gin (b gin_trgm_ops);
-- What was here once and is gone is known to be absent.
CREATE SCHEMA nothing;
DROP SCHEMA nothing;
CREATE SCHEMA nowhere;
DROP SCHEMA nowhere;
CREATE ROLE no_such_role;
DROP ROLE no_such_role;
CREATE EXTENSION ltree;
DROP EXTENSION ltree;
CREATE EXTENSION cube;
DROP EXTENSION cube;

-- @case a schema
CREATE SCHEMA n;

-- @case a schema IF NOT EXISTS that exists
CREATE SCHEMA IF NOT EXISTS empty_one;

-- @case a schema IF NOT EXISTS that does not
CREATE SCHEMA IF NOT EXISTS n;

-- @case a schema that exists
CREATE SCHEMA empty_one;

-- @case a schema of a role
CREATE SCHEMA AUTHORIZATION postgres;

-- @case a schema of an unknown role
CREATE SCHEMA n AUTHORIZATION no_such_role;

-- @case a schema with its elements
CREATE SCHEMA n CREATE TABLE t (a integer PRIMARY KEY) CREATE VIEW v AS SELECT a FROM t CREATE INDEX i ON t (a) CREATE SEQUENCE s;

-- @case a schema with an element of another schema
CREATE SCHEMA n CREATE TABLE empty_one.t (a integer);

-- @case IF NOT EXISTS with elements
CREATE SCHEMA IF NOT EXISTS n CREATE TABLE t (a integer);

-- @case a schema name of the system
CREATE SCHEMA pg_mine;

-- @case a schema is renamed
ALTER SCHEMA full_one RENAME TO full_two;

-- @case a schema is renamed to one that exists
ALTER SCHEMA full_one RENAME TO empty_one;

-- @case an unknown schema is renamed
ALTER SCHEMA nothing RENAME TO something;

-- @case the owner of a schema
ALTER SCHEMA full_one OWNER TO pg_monitor;

-- @case an empty schema is dropped
DROP SCHEMA empty_one;

-- @case a full schema is dropped
DROP SCHEMA full_one;

-- @case a full schema is dropped with CASCADE
DROP SCHEMA full_one CASCADE;

-- @case two schemas are dropped with CASCADE
DROP SCHEMA full_one, empty_one CASCADE;

-- @case an unknown schema is dropped
DROP SCHEMA nothing;

-- @case an unknown schema is dropped IF EXISTS
DROP SCHEMA IF EXISTS nothing;

-- @case a table in an unknown schema
CREATE TABLE nowhere.t (a integer);

-- @case a table moves into a schema
ALTER TABLE outer_one SET SCHEMA empty_one;

-- @case an extension
-- @each name: hstore | pgcrypto | btree_gist | "uuid-ossp"
CREATE EXTENSION ${name};

-- @case an extension in a schema
CREATE EXTENSION hstore SCHEMA empty_one;

-- @case an extension in an unknown schema
CREATE EXTENSION hstore SCHEMA nowhere;

-- @case an extension that exists
CREATE EXTENSION citext;

-- @case an extension that exists IF NOT EXISTS
CREATE EXTENSION IF NOT EXISTS citext;

-- @case an extension that needs another
-- @undetermined failure: which objects an extension holds is told by no script
CREATE EXTENSION earthdistance;

-- @case an extension with what it needs
CREATE EXTENSION earthdistance CASCADE;

-- @case an extension moves
ALTER EXTENSION citext SET SCHEMA empty_one;

-- @case an unknown extension is updated
ALTER EXTENSION ltree UPDATE;

-- @case an object joins an extension
-- @each what: ADD TABLE outer_one | ADD FUNCTION full_one.f() | ADD VIEW outer_view | ADD TYPE full_one.mood | ADD SCHEMA empty_one
ALTER EXTENSION pg_trgm ${what};

-- @case an object leaves an extension
ALTER EXTENSION citext DROP FUNCTION citext_eq(citext, citext);

-- @case an extension is dropped
-- @given
CREATE EXTENSION hstore;
-- @statement
DROP EXTENSION hstore;

-- @case an extension whose type a column has
-- @undetermined failure: which objects an extension holds is told by no script
DROP EXTENSION citext;

-- @case an extension whose type a column has with CASCADE
-- @undetermined locks: which objects an extension holds is told by no script
DROP EXTENSION citext CASCADE;

-- @case an extension whose operator class an index uses
-- @undetermined failure: which objects an extension holds is told by no script
DROP EXTENSION pg_trgm;

-- @case an extension whose operator class an index uses with CASCADE
-- @undetermined locks: which objects an extension holds is told by no script
DROP EXTENSION pg_trgm CASCADE;

-- @case an unknown extension is dropped
DROP EXTENSION ltree;

-- @case an unknown extension is dropped IF EXISTS
DROP EXTENSION IF EXISTS ltree;
