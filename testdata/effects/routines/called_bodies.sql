-- What functions and procedures do that a statement calls.
-- @setup
CREATE TABLE t (id integer PRIMARY KEY, a integer);
INSERT INTO t SELECT i, i FROM generate_series(1, 2000) i;
CREATE TABLE u (id integer PRIMARY KEY);
CREATE FUNCTION add_column() RETURNS void LANGUAGE plpgsql AS $$ BEGIN ALTER TABLE t ADD COLUMN c integer; END $$;
CREATE FUNCTION add_to(name text) RETURNS void LANGUAGE plpgsql AS $f$
BEGIN
  EXECUTE format('ALTER TABLE %I ADD COLUMN c integer', name);
END
$f$;
CREATE FUNCTION in_sql() RETURNS void LANGUAGE sql AS $$ UPDATE t SET a = 0; DELETE FROM u; $$;
CREATE FUNCTION calls() RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM add_column(); END $$;
CREATE FUNCTION fails() RETURNS integer LANGUAGE plpgsql AS $$ BEGIN ALTER TABLE t ADD COLUMN a integer; RETURN 1; END $$;
CREATE FUNCTION builds() RETURNS void LANGUAGE plpgsql AS $$ BEGIN CREATE INDEX CONCURRENTLY i ON t (a); END $$;
CREATE PROCEDURE changes(wanted integer) LANGUAGE plpgsql AS $$ BEGIN UPDATE t SET a = wanted; END $$;
CREATE PROCEDURE commits() LANGUAGE plpgsql AS $$ BEGIN UPDATE t SET a = 1; COMMIT; END $$;

-- @case a function is selected
SELECT add_column();

-- @case a function in FROM
SELECT * FROM add_column();

-- @case its argument is a constant
SELECT add_to('u');

-- @case a SQL function
SELECT in_sql();

-- @case a function that calls another
SELECT calls();

-- @case a function that fails
SELECT fails();

-- @case a function that cannot build concurrently
SELECT builds();

-- @case a procedure
CALL changes(1);

-- @case a procedure cannot commit in a transaction
-- @session
BEGIN;
-- @statement
CALL commits();

-- @case a DO block calls a function
DO $$ BEGIN PERFORM add_to('t'); END $$;

-- @case a DO block calls a procedure
DO $$ BEGIN CALL changes(2); END $$;

-- @case a value is assigned from a function
DO $$
DECLARE
  x integer;
BEGIN
  x := fails();
END
$$;

-- @case a body of standard SQL
-- @versions 14..18
-- @given
CREATE PROCEDURE standard() BEGIN ATOMIC UPDATE t SET a = 1; DELETE FROM u; END;
-- @statement
CALL standard();
