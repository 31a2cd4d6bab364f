-- Functions, procedures, operators and casts
-- They lock no relation but those that a function body in standard SQL names.
-- @setup
CREATE TABLE t (id integer PRIMARY KEY, a integer);
CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql AS 'SELECT $1';
CREATE PROCEDURE p() LANGUAGE sql AS '';
CREATE SCHEMA other;

-- @case CREATE FUNCTION
CREATE FUNCTION g() RETURNS integer LANGUAGE sql AS 'SELECT 1';

-- @case CREATE OR REPLACE FUNCTION
CREATE OR REPLACE FUNCTION f(integer) RETURNS integer LANGUAGE sql AS 'SELECT $1 + 1';

-- @case CREATE FUNCTION in PL/pgSQL
CREATE FUNCTION g() RETURNS integer LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';

-- @case CREATE FUNCTION with a body in standard SQL
CREATE FUNCTION g() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM t; END;

-- @case ALTER FUNCTION
ALTER FUNCTION f(integer) STABLE;

-- @case ALTER FUNCTION RENAME TO
ALTER FUNCTION f(integer) RENAME TO renamed;

-- @case ALTER FUNCTION SET SCHEMA
ALTER FUNCTION f(integer) SET SCHEMA other;

-- @case ALTER FUNCTION OWNER TO
ALTER FUNCTION f(integer) OWNER TO CURRENT_USER;

-- @case DROP FUNCTION
DROP FUNCTION f(integer);

-- @case CREATE PROCEDURE
CREATE PROCEDURE q() LANGUAGE sql AS '';

-- @case ALTER PROCEDURE RENAME TO
ALTER PROCEDURE p() RENAME TO renamed;

-- @case DROP PROCEDURE
DROP PROCEDURE p();

-- @case ALTER ROUTINE RENAME TO
ALTER ROUTINE f(integer) RENAME TO renamed;

-- @case DROP ROUTINE
DROP ROUTINE f(integer);

-- @case GRANT on a function
GRANT EXECUTE ON FUNCTION f(integer) TO PUBLIC;

-- @case CREATE AGGREGATE
CREATE AGGREGATE total(integer) (sfunc = int4pl, stype = integer, initcond = '0');

-- @case ALTER AGGREGATE RENAME TO
-- @given
CREATE AGGREGATE total(integer) (sfunc = int4pl, stype = integer, initcond = '0');
-- @statement
ALTER AGGREGATE total(integer) RENAME TO renamed;

-- @case DROP AGGREGATE
-- @given
CREATE AGGREGATE total(integer) (sfunc = int4pl, stype = integer, initcond = '0');
-- @statement
DROP AGGREGATE total(integer);

-- @case CREATE OPERATOR
CREATE OPERATOR === (leftarg = integer, rightarg = integer, function = int4eq);

-- @case ALTER OPERATOR
-- @given
CREATE OPERATOR === (leftarg = integer, rightarg = integer, function = int4eq);
-- @statement
ALTER OPERATOR === (integer, integer) OWNER TO CURRENT_USER;

-- @case DROP OPERATOR
-- @given
CREATE OPERATOR === (leftarg = integer, rightarg = integer, function = int4eq);
-- @statement
DROP OPERATOR === (integer, integer);

-- @case CREATE OPERATOR FAMILY
CREATE OPERATOR FAMILY a_family USING btree;

-- @case DROP OPERATOR FAMILY
-- @given
CREATE OPERATOR FAMILY a_family USING btree;
-- @statement
DROP OPERATOR FAMILY a_family USING btree;

-- @case CREATE OPERATOR CLASS
CREATE OPERATOR CLASS a_class FOR TYPE integer USING btree AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(integer, integer);

-- @case CREATE CAST
-- @given
CREATE TYPE mood AS ENUM ('sad', 'happy');
-- @statement
CREATE CAST (integer AS mood) WITH INOUT;

-- @case DROP CAST
-- @given
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE CAST (integer AS mood) WITH INOUT;
-- @statement
DROP CAST (integer AS mood);

-- @case CREATE LANGUAGE
CREATE OR REPLACE LANGUAGE plpgsql;

-- @case CREATE ACCESS METHOD
CREATE ACCESS METHOD another TYPE TABLE HANDLER heap_tableam_handler;

-- @case DROP ACCESS METHOD
-- @given
CREATE ACCESS METHOD another TYPE TABLE HANDLER heap_tableam_handler;
-- @statement
DROP ACCESS METHOD another;

-- @case ALTER LANGUAGE OWNER TO
ALTER LANGUAGE plpgsql OWNER TO CURRENT_USER;

-- @case ALTER OPERATOR FAMILY RENAME TO
-- @given
CREATE OPERATOR FAMILY a_family USING btree;
-- @statement
ALTER OPERATOR FAMILY a_family USING btree RENAME TO renamed;

-- @case DROP OPERATOR CLASS
-- @given
CREATE OPERATOR CLASS a_class FOR TYPE integer USING btree AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(integer, integer);
-- @statement
DROP OPERATOR CLASS a_class USING btree;

-- @case CREATE TRANSFORM
CREATE TRANSFORM FOR integer LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal));
