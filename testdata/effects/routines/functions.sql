-- Functions, procedures, aggregates.
-- @setup
CREATE TABLE t (a integer PRIMARY KEY, b text);
CREATE TABLE u (a integer);
CREATE TYPE ct AS (x integer, y text);
CREATE FUNCTION f(x integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT x + 1';
CREATE FUNCTION f(x text) RETURNS text LANGUAGE sql AS 'SELECT x';
CREATE FUNCTION lone(x integer, y integer DEFAULT 5) RETURNS integer LANGUAGE sql AS 'SELECT x + y';
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE FUNCTION many(OUT x integer, OUT y text) RETURNS SETOF record LANGUAGE sql AS $$ SELECT 1, 'a' $$;
CREATE PROCEDURE proc(x integer) LANGUAGE sql AS 'INSERT INTO u VALUES (x)';
CREATE AGGREGATE total(integer) (sfunc = int4pl, stype = integer, initcond = '0');
CREATE TABLE uses (a integer DEFAULT f(1), b integer CHECK (f(b) > 0));
CREATE INDEX uses_f ON uses (f(b));
CREATE TRIGGER uses_t BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION tf();
CREATE SCHEMA elsewhere;
CREATE EXTENSION citext;
-- What was here once and is gone is known to be absent.
CREATE TABLE nowhere (a integer);
DROP TABLE nowhere;
CREATE TYPE nothing AS ENUM ('a');
DROP TYPE nothing;
CREATE FUNCTION nothing() RETURNS integer LANGUAGE sql AS 'SELECT 1';
DROP FUNCTION nothing();
CREATE LANGUAGE klingon HANDLER plpgsql_call_handler;
DROP LANGUAGE klingon;
CREATE AGGREGATE nothing(integer) (sfunc = int4pl, stype = integer);
DROP AGGREGATE nothing(integer);
CREATE FUNCTION f(numeric) RETURNS integer LANGUAGE sql AS 'SELECT 1';
DROP FUNCTION f(numeric);
CREATE AGGREGATE total(text) (sfunc = textcat, stype = text);
DROP AGGREGATE total(text);
CREATE FUNCTION nothing(integer, integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
DROP FUNCTION nothing(integer, integer);

-- @case a function in each language
-- @each body: LANGUAGE sql AS 'SELECT 1' | LANGUAGE plpgsql AS 'BEGIN RETURN 1; END' | LANGUAGE internal AS 'pg_backend_pid'
CREATE FUNCTION n() RETURNS integer ${body};

-- @case a function with every option
CREATE FUNCTION n(x integer) RETURNS integer LANGUAGE sql IMMUTABLE STRICT LEAKPROOF SECURITY DEFINER PARALLEL SAFE COST 10 SET search_path = pg_catalog, pg_temp AS 'SELECT x';

-- @case a function that returns a table
CREATE FUNCTION n() RETURNS TABLE (x integer, y text) LANGUAGE sql AS 'SELECT a, b FROM t';

-- @case a function that returns rows of a table
CREATE FUNCTION n() RETURNS SETOF t LANGUAGE sql AS 'SELECT * FROM t';

-- @case a function that takes rows of a table
CREATE FUNCTION n(row_of t, of_column t.a%TYPE) RETURNS text LANGUAGE sql AS 'SELECT row_of.b';

-- @case a function with a body of standard SQL is syntax of 14
CREATE FUNCTION n() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM t; END;

-- @case a function with RETURN is syntax of 14
CREATE FUNCTION n(x integer) RETURNS integer RETURN x + 1;

-- @case a function whose SQL body reads an unknown table
CREATE FUNCTION n() RETURNS integer LANGUAGE sql AS 'SELECT a FROM nowhere';

-- @case the same with check_function_bodies off
-- @session
SET check_function_bodies = off;
-- @statement
CREATE FUNCTION n() RETURNS integer LANGUAGE sql AS 'SELECT a FROM nowhere';

-- @case a plpgsql body may read an unknown table
CREATE FUNCTION n() RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM a FROM nowhere; END $$;

-- @case a plpgsql body with a syntax error
-- @undetermined failure: the body of a function is read when its language is SQL
CREATE FUNCTION n() RETURNS void LANGUAGE plpgsql AS $$ BEGIN SELEC 1; END $$;

-- @case a SQL body that returns another type
CREATE FUNCTION n() RETURNS integer LANGUAGE sql AS $$ SELECT 'a'::text $$;

-- @case a result of another type
-- @each value: 10 | true | 10::bigint | 1.5::numeric | '1'::varchar | current_date::timestamp
-- @each type: integer | bigint | smallint | numeric | double precision | boolean | date
CREATE FUNCTION n() RETURNS ${type} LANGUAGE sql AS $$ SELECT ${value} $$;

-- @case a SQL body with a syntax error
CREATE FUNCTION n() RETURNS integer LANGUAGE sql AS 'SELEC 1';

-- @case an unknown language
CREATE FUNCTION n() RETURNS integer LANGUAGE klingon AS 'SELECT 1';

-- @case an unknown type
CREATE FUNCTION n(x nothing) RETURNS integer LANGUAGE sql AS 'SELECT 1';

-- @case an overload
CREATE FUNCTION f(x integer, y integer) RETURNS integer LANGUAGE sql AS 'SELECT x + y';

-- @case a function that exists
CREATE FUNCTION f(y integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';

-- @case OR REPLACE with the same signature
CREATE OR REPLACE FUNCTION lone(x integer, y integer DEFAULT 6) RETURNS integer LANGUAGE sql AS 'SELECT x';

-- @case OR REPLACE with other argument types makes an overload
CREATE OR REPLACE FUNCTION lone(x bigint) RETURNS integer LANGUAGE sql AS 'SELECT 1';

-- @case OR REPLACE with another return type
CREATE OR REPLACE FUNCTION lone(x integer, y integer DEFAULT 5) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';

-- @case OR REPLACE with another name of an argument
CREATE OR REPLACE FUNCTION lone(z integer, y integer DEFAULT 5) RETURNS integer LANGUAGE sql AS 'SELECT 1';

-- @case OR REPLACE without a default that was there
CREATE OR REPLACE FUNCTION lone(x integer, y integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';

-- @case OR REPLACE with other OUT columns
CREATE OR REPLACE FUNCTION many(OUT x integer, OUT z text) RETURNS SETOF record LANGUAGE sql AS $$ SELECT 1, 'a' $$;

-- @case OR REPLACE of a procedure by a function
CREATE OR REPLACE FUNCTION proc(x integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';

-- @case OR REPLACE of an aggregate by a function
CREATE OR REPLACE FUNCTION total(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';

-- @case OR REPLACE of a trigger function locks no table
CREATE OR REPLACE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;

-- @case a function is altered
-- @each what: RENAME TO f2 | SET SCHEMA elsewhere | OWNER TO pg_monitor | STABLE | STRICT | COST 5 | SET work_mem = '8MB' | RESET ALL | SECURITY DEFINER | DEPENDS ON EXTENSION citext
ALTER FUNCTION f(integer) ${what};

-- @case a function is altered without arguments and is not alone
ALTER FUNCTION f STABLE;

-- @case an unknown function is altered
ALTER FUNCTION nothing() STABLE;

-- @case a function is renamed to one that exists
ALTER FUNCTION lone(integer, integer) RENAME TO f;

-- @case a function gets a name and signature that exist
-- @given
CREATE FUNCTION g(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
-- @statement
ALTER FUNCTION g(integer) RENAME TO f;

-- @case ALTER FUNCTION of a procedure
ALTER FUNCTION proc(integer) SECURITY DEFINER;

-- @case ALTER ROUTINE of a procedure
ALTER ROUTINE proc(integer) RENAME TO proc2;

-- @case a function is dropped
DROP FUNCTION lone;

-- @case a function is dropped with its arguments
DROP FUNCTION lone(integer, integer);

-- @case a function is dropped without arguments and is not alone
DROP FUNCTION f;

-- @case a function that a table uses
DROP FUNCTION f(integer);

-- @case a function that a table uses with CASCADE
DROP FUNCTION f(integer) CASCADE;

-- @case a trigger function
DROP FUNCTION tf();

-- @case a trigger function with CASCADE
DROP FUNCTION tf() CASCADE;

-- @case an unknown function is dropped
-- @each name: nothing() | nothing | IF EXISTS nothing() | IF EXISTS nothing | f(numeric)
DROP FUNCTION ${name};

-- @case a function of an unknown type is dropped IF EXISTS
DROP FUNCTION IF EXISTS f(nothing);

-- @case DROP FUNCTION of a procedure
DROP FUNCTION proc(integer);

-- @case DROP FUNCTION of an aggregate
DROP FUNCTION total(integer);

-- @case DROP ROUTINE of a procedure
DROP ROUTINE proc;

-- @case an extension's function is not dropped
-- @undetermined failure: which objects an extension holds is told by no script
DROP FUNCTION citext_eq(citext, citext);

-- @case a built-in function is not dropped
DROP FUNCTION pg_catalog.upper(text);

-- @case a procedure
CREATE PROCEDURE n(x integer, INOUT y text) LANGUAGE plpgsql AS $$ BEGIN y := 'a'; END $$;

-- @case a procedure with an OUT argument is a feature of 14
CREATE PROCEDURE n(OUT y text) LANGUAGE plpgsql AS $$ BEGIN y := 'a'; END $$;

-- @case OR REPLACE of a procedure
CREATE OR REPLACE PROCEDURE proc(x integer) LANGUAGE sql AS 'SELECT 1';

-- @case a procedure is altered
-- @each what: RENAME TO proc2 | SET SCHEMA elsewhere | OWNER TO pg_monitor | SECURITY DEFINER
ALTER PROCEDURE proc(integer) ${what};

-- @case a procedure is dropped
-- @each name: proc | proc(integer) | IF EXISTS nothing | nothing | lone
DROP PROCEDURE ${name};

-- @case an aggregate
CREATE AGGREGATE n(integer) (sfunc = int4pl, stype = integer);

-- @case OR REPLACE of an aggregate
CREATE OR REPLACE AGGREGATE total(integer) (sfunc = int4pl, stype = integer, initcond = '5');

-- @case an aggregate that exists
CREATE AGGREGATE total(integer) (sfunc = int4pl, stype = integer);

-- @case an aggregate with an unknown function
CREATE AGGREGATE n(integer) (sfunc = nothing, stype = integer);

-- @case an aggregate without a state type
CREATE AGGREGATE n(integer) (sfunc = int4pl);

-- @case an aggregate is altered
-- @each what: RENAME TO total2 | SET SCHEMA elsewhere | OWNER TO pg_monitor
ALTER AGGREGATE total(integer) ${what};

-- @case an aggregate is dropped
-- @each name: total(integer) | total(text) | IF EXISTS nothing(integer) | f(integer)
DROP AGGREGATE ${name};

-- @case a procedure is called
CALL proc(1);

-- @case an unknown procedure is called
CALL nothing();

-- @case a function is called as a procedure
CALL f(1);

-- @case a procedure is called as a function
SELECT proc(1);

-- @case a DO block that does nothing
DO $$ BEGIN NULL; END $$;

-- @case a DO block that alters a table
DO $$ BEGIN ALTER TABLE u ADD COLUMN x integer; END $$;

-- @case a DO block in an unknown language
DO LANGUAGE klingon 'x';

-- @case a DO block that creates an index
DO $$ BEGIN CREATE INDEX u_a ON u (a); END $$;

-- @case a DO block that executes a constant
DO $$ BEGIN EXECUTE 'ALTER TABLE u ADD COLUMN y integer'; END $$;

-- @case a function that one part alone of a table uses, with CASCADE
-- @each part: ALTER TABLE part_user ADD CONSTRAINT positive CHECK (sole(a) > 0) | CREATE INDEX i ON part_user (sole(a)) | CREATE RULE r AS ON DELETE TO part_user DO ALSO SELECT sole(1) | CREATE POLICY p ON part_user USING (sole(a) > 0) | ALTER TABLE part_user ALTER b SET DEFAULT sole(1) | ALTER TABLE part_user ADD c integer GENERATED ALWAYS AS (sole(a)) STORED | CREATE VIEW part_view AS SELECT sole(a) FROM part_user
-- @given
CREATE FUNCTION sole(integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN $1; END';
CREATE TABLE part_user (a integer, b integer);
${part};
-- @statement
DROP FUNCTION sole(integer) CASCADE;

-- @case a policy that CASCADE dropped with another function is not in the way
-- @given
CREATE TABLE guarded (a integer);
CREATE FUNCTION first_guard() RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION second_guard() RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE POLICY p ON guarded USING (first_guard() AND second_guard());
DROP FUNCTION first_guard() CASCADE;
-- @statement
DROP FUNCTION second_guard();

-- @case a policy that calls the overload that stays is in the way of another function
-- @undetermined failure: which overload the policy calls
-- @given
CREATE TABLE guarded (a integer);
CREATE FUNCTION first_guard() RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION first_guard(a integer) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION second_guard() RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE POLICY p ON guarded USING (first_guard(a) AND second_guard());
DROP FUNCTION first_guard() CASCADE;
-- @statement
DROP FUNCTION second_guard();
