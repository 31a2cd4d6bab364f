-- Which relation a name means: search_path, temporary schemas, quoted and qualified names.
-- @setup
CREATE SCHEMA first;
CREATE SCHEMA second;
CREATE SCHEMA "Third";
CREATE TABLE first.t (a integer);
CREATE TABLE second.t (a integer PRIMARY KEY);
CREATE TABLE public.t (a integer);
CREATE TABLE second.only_there (a integer);
CREATE INDEX only_there_a ON second.only_there (a);
CREATE SEQUENCE second.s;
CREATE VIEW first.v AS SELECT a FROM second.t;
CREATE TABLE "Third"."T" (a integer);
CREATE TYPE second.mood AS ENUM ('sad');
CREATE FUNCTION second.f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE TABLE public.hidden (a integer);
-- What was here once and is gone is known to be absent.
CREATE SCHEMA nowhere;
DROP SCHEMA nowhere;
CREATE SCHEMA "second, first";
DROP SCHEMA "second, first";

-- @case the first schema of the path wins
-- @each path: first, second, public | second, first | nowhere, second | public | "Third", public
-- @session
SET search_path TO ${path};
-- @statement
ALTER TABLE t ADD COLUMN b integer;

-- @case a new table goes to the first schema that exists
-- @each path: first, second | nowhere, second, public | "Third"
-- @session
SET search_path TO ${path};
-- @statement
CREATE TABLE n (a integer PRIMARY KEY);

-- @case no schema of the path exists
-- @session
SET search_path TO nowhere;
-- @statement
CREATE TABLE n (a integer);

-- @case an empty path
-- @session
SET search_path TO '';
-- @statement
CREATE TABLE n (a integer);

-- @case an empty path and a qualified name
-- @session
SET search_path TO '';
-- @statement
ALTER TABLE public.t ADD COLUMN b integer;

-- @case a name that no schema of the path has
-- @session
SET search_path TO first;
-- @statement
ALTER TABLE only_there ADD COLUMN b integer;

-- @case a name that the path hides is qualified
-- @session
SET search_path TO first, second;
-- @statement
ALTER TABLE public.t ADD COLUMN b integer;

-- @case set_config changes the path
-- @session
SELECT set_config('search_path', 'second', false);
-- @statement
ALTER TABLE t ADD COLUMN b integer;

-- @case a path set in the transaction
-- @session
BEGIN;
SET LOCAL search_path TO second;
-- @statement
ALTER TABLE t ADD COLUMN b integer;

-- @case a path set and rolled back
-- @session
BEGIN;
SET search_path TO second;
ROLLBACK;
-- @statement
ALTER TABLE t ADD COLUMN b integer;

-- @case a path set and reset
-- @session
SET search_path TO second;
RESET search_path;
-- @statement
ALTER TABLE t ADD COLUMN b integer;

-- @case SET SCHEMA sets the path
-- @session
SET SCHEMA 'second';
-- @statement
ALTER TABLE t ADD COLUMN b integer;

-- @case a path of one quoted name with a comma in it
-- @session
SET search_path TO 'second, first';
-- @statement
ALTER TABLE t ADD COLUMN b integer;

-- @case a temporary table hides the others
-- @session
CREATE TEMP TABLE t (a integer);
-- @statement
ALTER TABLE t ADD COLUMN b integer;

-- @case a temporary table does not hide a qualified one
-- @session
CREATE TEMP TABLE t (a integer);
-- @statement
ALTER TABLE public.t ADD COLUMN b integer;

-- @case pg_temp last in the path
-- @session
SET search_path TO public, pg_temp;
CREATE TEMP TABLE t (a integer);
-- @statement
ALTER TABLE t ADD COLUMN b integer;

-- @case a temporary table by its schema
-- @session
CREATE TEMP TABLE t (a integer);
-- @statement
ALTER TABLE pg_temp.t ADD COLUMN b integer;

-- @case a temporary table is made by its schema
CREATE TABLE pg_temp.n (a integer);

-- @case a temporary table of a permanent schema
CREATE TEMP TABLE public.n (a integer);

-- @case an index goes to its table's schema
-- @session
SET search_path TO first, second;
-- @statement
CREATE INDEX i ON only_there (a);

-- @case an index is found by the path
-- @session
SET search_path TO first, second;
-- @statement
DROP INDEX only_there_a;

-- @case an index name with a schema at its creation
CREATE INDEX second.i ON second.t (a);

-- @case a sequence is found by the path
-- @session
SET search_path TO first, second;
-- @statement
ALTER SEQUENCE s RESTART;

-- @case a type is found by the path
-- @session
SET search_path TO second;
-- @statement
ALTER TABLE t ADD COLUMN m mood;

-- @case a type that the path does not have
-- @session
SET search_path TO first;
-- @statement
ALTER TABLE t ADD COLUMN m mood;

-- @case a function is found by the path
-- @session
SET search_path TO second;
-- @statement
DROP FUNCTION f;

-- @case a function that the path does not have
-- @session
SET search_path TO first;
-- @statement
DROP FUNCTION f();

-- @case a foreign key names a table by the path
-- @session
SET search_path TO second, first;
-- @statement
CREATE TABLE n (a integer REFERENCES t);

-- @case DROP TABLE by the path
-- @session
SET search_path TO second;
-- @statement
DROP TABLE only_there;

-- @case capitals without quotes
ALTER TABLE PUBLIC.HIDDEN ADD COLUMN b integer;

-- @case capitals in quotes
ALTER TABLE "Third"."T" ADD COLUMN b integer;

-- @case capitals in quotes that do not match
ALTER TABLE "Third".T ADD COLUMN b integer;

-- @case a name with the database in front
-- @undetermined failure: the name of the database is no part of a schema
ALTER TABLE nowhere.public.t ADD COLUMN b integer;

-- @case a name with too many parts
ALTER TABLE a.b.c.d ADD COLUMN b integer;

-- @case an unknown schema
ALTER TABLE nowhere.t ADD COLUMN b integer;

-- @case an unknown schema IF EXISTS
ALTER TABLE IF EXISTS nowhere.t ADD COLUMN b integer;

-- @case a system catalog
ALTER TABLE pg_class ADD COLUMN b integer;

-- @case a table hides a system catalog's name only when qualified
CREATE TABLE public.pg_class (a integer);

-- @case a table named as a system catalog is found after it
-- @given
CREATE TABLE public.pg_type (a integer);
-- @statement
DROP TABLE public.pg_type;
