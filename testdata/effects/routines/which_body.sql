-- Which body a call runs, and in which schemas its names are looked up.

-- @setup
CREATE SCHEMA other;
CREATE TABLE t (a integer);
CREATE TABLE u (a integer);
CREATE TABLE other.t (a integer);
CREATE FUNCTION f(a integer) RETURNS void LANGUAGE plpgsql AS $$ BEGIN LOCK TABLE t IN SHARE MODE; END $$;
CREATE FUNCTION f(a text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN LOCK TABLE u IN SHARE MODE; END $$;
CREATE FUNCTION g(a bigint, b text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN LOCK TABLE t IN SHARE MODE; END $$;
CREATE FUNCTION g(a integer, b date) RETURNS void LANGUAGE plpgsql AS $$ BEGIN LOCK TABLE u IN SHARE MODE; END $$;
CREATE FUNCTION h(a bigint) RETURNS void LANGUAGE plpgsql AS $$ BEGIN LOCK TABLE t IN SHARE MODE; END $$;
CREATE FUNCTION h(a date) RETURNS void LANGUAGE plpgsql AS $$ BEGIN LOCK TABLE u IN SHARE MODE; END $$;
CREATE FUNCTION k(a numeric) RETURNS void LANGUAGE plpgsql AS $$ BEGIN LOCK TABLE t IN SHARE MODE; END $$;
CREATE FUNCTION k(a smallint) RETURNS void LANGUAGE plpgsql AS $$ BEGIN LOCK TABLE u IN SHARE MODE; END $$;
CREATE FUNCTION l(a boolean) RETURNS void LANGUAGE plpgsql AS $$ BEGIN LOCK TABLE t IN SHARE MODE; END $$;
CREATE FUNCTION l(a integer[]) RETURNS void LANGUAGE plpgsql AS $$ BEGIN LOCK TABLE u IN SHARE MODE; END $$;
CREATE PROCEDURE p(a integer) LANGUAGE plpgsql AS $$ BEGIN LOCK TABLE t IN SHARE MODE; END $$;
CREATE PROCEDURE p(a text) LANGUAGE plpgsql AS $$ BEGIN LOCK TABLE u IN SHARE MODE; END $$;

-- @case the arguments choose: ${call}
-- @each call: SELECT f(1) | SELECT f('1') | SELECT f('1'::text) | SELECT f('x'::varchar) | SELECT f(1::smallint) | SELECT f(NULL) | SELECT f(NULL::integer) | SELECT g(1, '2020-01-01') | SELECT g(1, '2020-01-01'::text) | SELECT g(1::bigint, 'x') | SELECT g(1, DATE '2020-01-01') | SELECT h(1) | SELECT h(CURRENT_DATE) | SELECT h('2020-01-01'::date) | SELECT k(1) | SELECT k(1.5) | SELECT k(1::smallint) | SELECT k(1::bigint) | SELECT l(true) | SELECT l(ARRAY[1]) | SELECT l(1 > 0) | CALL p(1) | CALL p('1') | CALL p('1'::text)
-- @statement
${call};

-- @case a search_path of its own: ${path}
-- @each path: other | public | other, public | pg_temp, other
-- @given
CREATE FUNCTION s() RETURNS void LANGUAGE plpgsql SET search_path = ${path} AS $$ BEGIN LOCK TABLE t IN SHARE MODE; CREATE TABLE made (a integer); END $$;
-- @statement
SELECT s();

-- @case a search_path of its own that holds no schema
-- @given
CREATE FUNCTION s() RETURNS void LANGUAGE plpgsql SET search_path = '' AS $$ BEGIN LOCK TABLE public.t IN SHARE MODE; LOCK TABLE other.t IN SHARE MODE; END $$;
-- @statement
SELECT s();

-- @case the path is that of the caller again
-- @given
CREATE FUNCTION s() RETURNS void LANGUAGE plpgsql SET search_path = other AS $$ BEGIN LOCK TABLE t IN SHARE MODE; END $$;
-- @statement
DO $$ BEGIN PERFORM s(); LOCK TABLE t IN EXCLUSIVE MODE; END $$;

-- @case a function calls one with another path
-- @given
CREATE FUNCTION inner_one() RETURNS void LANGUAGE plpgsql SET search_path = other AS $$ BEGIN LOCK TABLE t IN SHARE MODE; END $$;
CREATE FUNCTION outer_one() RETURNS void LANGUAGE plpgsql SET search_path = public AS $$ BEGIN PERFORM inner_one(); LOCK TABLE t IN EXCLUSIVE MODE; END $$;
-- @statement
SELECT outer_one();

-- @case what the body sets ends with it
-- @given
CREATE FUNCTION s() RETURNS void LANGUAGE plpgsql SET search_path = public AS $$ BEGIN PERFORM set_config('search_path', 'other', true); LOCK TABLE t IN SHARE MODE; END $$;
-- @statement
DO $$ BEGIN PERFORM s(); LOCK TABLE t IN EXCLUSIVE MODE; END $$;

-- @case a SQL function with a path of its own
-- @given
CREATE FUNCTION s() RETURNS void LANGUAGE sql SET search_path = other AS 'ALTER TABLE t ADD COLUMN b integer';
-- @statement
SELECT s();
