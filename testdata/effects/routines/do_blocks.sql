-- What DO blocks do: the statements inside them, the branches that are taken, text that EXECUTE runs, and handlers.
-- @setup
CREATE TABLE t (id integer PRIMARY KEY, a integer, b text);
INSERT INTO t SELECT i, i, repeat('x', 400) FROM generate_series(1, 2000) i;
CREATE TABLE u (id integer PRIMARY KEY, t_id integer);
INSERT INTO u SELECT i, i FROM generate_series(1, 2000) i;
CREATE TYPE mood AS ENUM ('sad', 'ok');
-- What was here once and is gone is known to be absent.
CREATE TABLE nothing (a integer);
DROP TABLE nothing;
CREATE LANGUAGE klingon HANDLER plpgsql_call_handler;
DROP LANGUAGE klingon;

-- @case an empty block
DO $$ BEGIN END $$;

-- @case a static statement
DO $$ BEGIN ALTER TABLE t ADD COLUMN c integer; END $$;

-- @case a static statement that rewrites the table
DO $$ BEGIN ALTER TABLE t ALTER COLUMN a TYPE bigint; END $$;

-- @case several statements
DO $$
BEGIN
  ALTER TABLE t ADD COLUMN c integer;
  CREATE INDEX t_c ON t (c);
  UPDATE t SET c = 1 WHERE c IS NULL;
END
$$;

-- @case a foreign key to another table
DO $$ BEGIN ALTER TABLE u ADD CONSTRAINT u_t FOREIGN KEY (t_id) REFERENCES t; END $$;

-- @case a body in single quotes
DO 'BEGIN ALTER TABLE t ALTER COLUMN b SET DEFAULT ''it''''s''; END';

-- @case a body in an escape string
DO E'BEGIN\n  ALTER TABLE t ALTER COLUMN b SET DEFAULT \'x\';\nEND';

-- @case the language is named
DO LANGUAGE plpgsql $$ BEGIN ALTER TABLE t ADD COLUMN c integer; END $$;

-- @case a language that is not there
DO LANGUAGE klingon $$ BEGIN END $$;

-- @case a missing column is added
DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM information_schema.columns
                 WHERE table_schema = 'public' AND table_name = 't' AND column_name = 'c') THEN
    ALTER TABLE t ADD COLUMN c integer;
    CREATE INDEX t_c ON t (c) WHERE c IS NOT NULL;
  END IF;
END
$$;

-- @case a column that is there is not added again
DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM information_schema.columns
                 WHERE table_schema = 'public' AND table_name = 't' AND column_name = 'a') THEN
    ALTER TABLE t ADD COLUMN a integer;
  END IF;
END
$$;

-- @case a column that is there is renamed
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'b' AND NOT attisdropped) THEN
    ALTER TABLE t RENAME COLUMN b TO b2;
  ELSE
    ALTER TABLE t ADD COLUMN b2 text;
  END IF;
END
$$;

-- @case a constraint that is not there
DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'positive' AND conrelid = 't'::regclass) THEN
    ALTER TABLE t ADD CONSTRAINT positive CHECK (a > 0);
  END IF;
END
$$;

-- @case a table is there
DO $$
BEGIN
  IF to_regclass('public.t') IS NOT NULL THEN
    ALTER TABLE t ADD COLUMN c integer;
  ELSE
    CREATE TABLE t (id integer);
  END IF;
END
$$;

-- @case what to_regclass says is assigned
DO $$
DECLARE
  missing boolean := to_regclass('t') IS NULL;
BEGIN
  IF missing THEN
    CREATE TABLE t (id integer);
  ELSIF NOT missing THEN
    ALTER TABLE t ADD COLUMN c integer;
  END IF;
END
$$;

-- @case whether it exists is selected into a variable
DO $$
DECLARE
  there boolean;
BEGIN
  SELECT EXISTS (SELECT 1 FROM information_schema.tables WHERE table_name = 'u' AND table_schema = 'public') INTO there;
  IF there THEN
    DROP TABLE u;
  END IF;
END
$$;

-- @case a label of an enum
DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_enum e JOIN pg_type y ON e.enumtypid = y.oid
                 WHERE y.typname = 'mood' AND e.enumlabel = 'ok') THEN
    ALTER TABLE t ADD COLUMN c integer;
  END IF;
END
$$;

-- @case an index that is there
DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_indexes WHERE schemaname = 'public' AND indexname = 't_pkey') THEN
    COMMENT ON TABLE t IS 'has a key';
  END IF;
END
$$;

-- @case constants that are compared
DO $$
DECLARE
  name text := 'dev';
BEGIN
  IF name = 'prod' THEN
    DROP TABLE t;
  ELSE
    CREATE INDEX t_a ON t (a);
  END IF;
END
$$;

-- @case the version of the server
DO $$
BEGIN
  IF current_setting('server_version_num')::int >= 150000 THEN
    CREATE UNIQUE INDEX t_a ON t (a) NULLS NOT DISTINCT;
  ELSE
    CREATE UNIQUE INDEX t_a ON t (a);
  END IF;
END
$$;

-- @case a constant is executed
DO $$ BEGIN EXECUTE 'ALTER TABLE t ADD COLUMN c integer'; END $$;

-- @case constants are put together
DO $$ BEGIN EXECUTE 'ALTER TABLE ' || quote_ident('t') || ' ADD COLUMN ' || 'c' || ' integer'; END $$;

-- @case format of constants
DO $$ BEGIN EXECUTE format('ALTER TABLE %I ADD COLUMN %2$I text DEFAULT %3$L', 't', 'Big', 'it''s'); END $$;

-- @case a variable that holds a constant
DO $$
DECLARE
  command constant text := 'CREATE INDEX t_a ON t (a)';
BEGIN
  EXECUTE command;
END
$$;

-- @case several statements in one text
DO $$ BEGIN EXECUTE 'ALTER TABLE t ADD COLUMN c integer; ALTER TABLE u ADD COLUMN c integer'; END $$;

-- @case a loop over an array
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['t', 'u'] LOOP
    EXECUTE format('ALTER TABLE %I ADD COLUMN created_at timestamptz', name);
  END LOOP;
END
$$;

-- @case a loop over an array literal
DO $$
DECLARE
  name text;
  names text[] := '{t,u}';
BEGIN
  FOREACH name IN ARRAY '{t,u}'::text[] LOOP
    EXECUTE 'CREATE INDEX ON ' || name || ' (id)';
  END LOOP;
END
$$;

-- @case a loop over a variable that holds an array: ${array}
-- @each array: array['t', 'u'] | '{t,u}' | ARRAY['t', 'u']::text[] | string_to_array('t,u', ',') | array_append(ARRAY['t'], 'u') | '{t}'::text[] || ARRAY['u'] | array_cat('{"t"}', ARRAY['u']) | array_prepend('t', '{u}'::text[])
DO $$
DECLARE
  names text[] := ${array};
  name text;
BEGIN
  FOREACH name IN ARRAY names LOOP
    EXECUTE format('ALTER TABLE %I ADD COLUMN created_at timestamptz', name);
  END LOOP;
END
$$;

-- @case an element of a variable that holds an array
DO $$
DECLARE
  names text[] := array['a b', 't', 'u'];
BEGIN
  EXECUTE format('ALTER TABLE %I ADD COLUMN created_at timestamptz', names[2]);
  EXECUTE 'ALTER TABLE ' || names[3] || ' ADD COLUMN created_at timestamptz';
END
$$;

-- @case an array that is assigned and unnested
DO $$
DECLARE
  names text[];
  name text;
BEGIN
  names := ARRAY['t'];
  names := array_append(names, 'u');
  FOR name IN SELECT unnest(names) LOOP
    EXECUTE 'CREATE INDEX ON ' || quote_ident(name) || ' (id)';
  END LOOP;
END
$$;

-- @case an array with quoted elements
DO $$
DECLARE
  commands text[] := '{"ALTER TABLE t ADD COLUMN c numeric(3,1)", "CREATE INDEX i ON u (id) -- \"quoted\""}';
  command text;
BEGIN
  FOREACH command IN ARRAY commands LOOP
    EXECUTE command;
  END LOOP;
END
$$;

-- @case a loop over values
DO $$
DECLARE
  one record;
BEGIN
  FOR one IN SELECT * FROM (VALUES ('t', 'c1'), ('u', 'c2')) AS v (tab, col) LOOP
    EXECUTE format('ALTER TABLE %I ADD COLUMN %I integer', one.tab, one.col);
  END LOOP;
END
$$;

-- @case a loop over unnest
DO $$
DECLARE
  name text;
BEGIN
  FOR name IN SELECT unnest(ARRAY['t', 'u']) LOOP
    EXECUTE 'ALTER TABLE ' || name || ' ADD COLUMN c integer';
  END LOOP;
END
$$;

-- @case a loop over the numbers ${bounds}
-- @each bounds: 1..2 | REVERSE 2..1 | 1..1 | 2..1 | 1..3 BY 2 | REVERSE 3..1 BY 2
-- @given
CREATE TABLE t_1 (a integer);
CREATE TABLE t_2 (a integer);
CREATE TABLE t_3 (a integer);
-- @statement
DO $$
BEGIN
  FOR i IN ${bounds} LOOP
    EXECUTE format('ALTER TABLE t_%s ADD COLUMN b integer', i);
  END LOOP;
END $$;

-- @case a loop over numbers whose last is a variable
-- @given
CREATE TABLE t_1 (a integer);
CREATE TABLE t_2 (a integer);
-- @statement
DO $$
DECLARE
  last integer := 2;
BEGIN
  FOR i IN 1..last LOOP
    EXECUTE 'DROP TABLE t_' || i;
  END LOOP;
END $$;

-- @case a loop over numbers that makes partitions
-- @given
CREATE TABLE whole (a integer) PARTITION BY LIST (a);
-- @statement
DO $$
BEGIN
  FOR i IN 1..3 LOOP
    EXECUTE format('CREATE TABLE part_%s PARTITION OF whole FOR VALUES IN (%s)', i, i);
  END LOOP;
  ALTER TABLE part_3 ADD CONSTRAINT c CHECK (a > 0);
END $$;

-- @case a handler for a type that is there
DO $$ BEGIN CREATE TYPE mood AS ENUM ('x'); EXCEPTION WHEN duplicate_object THEN NULL; END $$;

-- @case a handler that is not needed
DO $$
BEGIN
  ALTER TABLE u ADD CONSTRAINT u_t FOREIGN KEY (t_id) REFERENCES t (id);
EXCEPTION
  WHEN duplicate_object THEN NULL;
END
$$;

-- @case what ran before the error in the block is given back
DO $$
BEGIN
  ALTER TABLE t ADD COLUMN c integer;
  BEGIN
    ALTER TABLE u ADD COLUMN c integer;
    ALTER TABLE u ADD COLUMN t_id integer;
  EXCEPTION
    WHEN duplicate_column THEN
      RAISE NOTICE 'it is there';
  END;
END
$$;

-- @case a handler for all that does something else
DO $$
BEGIN
  DROP TABLE nothing;
EXCEPTION
  WHEN OTHERS THEN
    ALTER TABLE t ADD COLUMN c integer;
END
$$;

-- @case a handler for another error
DO $$ BEGIN ALTER TABLE t ADD COLUMN a integer; EXCEPTION WHEN undefined_table THEN NULL; END $$;

-- @case a handler for the class of the error
DO $$
BEGIN
  ALTER TABLE t ADD COLUMN a integer;
EXCEPTION
  WHEN syntax_error_or_access_rule_violation THEN NULL;
END
$$;

-- @case a statement that fails
DO $$ BEGIN ALTER TABLE t ADD COLUMN c integer; ALTER TABLE t ADD COLUMN a integer; END $$;

-- @case an exception is raised
DO $$ BEGIN ALTER TABLE t ADD COLUMN c integer; RAISE EXCEPTION 'no'; END $$;

-- @case an exception with a condition
DO $$ BEGIN RAISE unique_violation; END $$;

-- @case a notice is no error
DO $$ BEGIN RAISE NOTICE 'columns: %', 1; ALTER TABLE t ADD COLUMN c integer; END $$;

-- @case nothing after RETURN
DO $$
BEGIN
  IF to_regclass('t') IS NOT NULL THEN
    RETURN;
  END IF;
  DROP TABLE t;
END
$$;

-- @case an index cannot be built concurrently
DO $$ BEGIN CREATE INDEX CONCURRENTLY t_a ON t (a); END $$;

-- @case nor when it is executed
DO $$ BEGIN EXECUTE 'DROP INDEX CONCURRENTLY t_pkey'; END $$;

-- @case no VACUUM
DO $$ BEGIN VACUUM t; END $$;

-- @case a transaction command that is executed
DO $$ BEGIN EXECUTE 'COMMIT'; END $$;

-- @case no COPY from the client
DO $$ BEGIN COPY t FROM STDIN; END $$;

-- @case variables are no columns
DO $$
DECLARE
  wanted integer := 5;
  one record;
BEGIN
  SELECT id, a INTO one FROM t WHERE id = wanted;
  UPDATE u SET t_id = one.a WHERE id = one.id;
END
$$;

-- @case a column that is neither
DO $$ BEGIN UPDATE u SET t_id = 1 WHERE nothing = 2; END $$;

-- @case PERFORM reads
-- @undetermined work: the planner decides how the query reads the table
DO $$ BEGIN PERFORM count(*) FROM t; END $$;

-- @case PERFORM tells whether there is a row
DO $$
BEGIN
  PERFORM 1 FROM pg_catalog.pg_class WHERE relname = 'nothing_of_the_kind' AND relnamespace = 'public'::regnamespace
    AND relkind = 'r';
  LOCK TABLE t IN SHARE MODE;
END
$$;

-- @case a loop over rows of a table reads it
-- @undetermined work: the planner decides how the query reads the table
DO $$
DECLARE
  one record;
BEGIN
  FOR one IN SELECT id FROM t LOOP
    NULL;
  END LOOP;
END
$$;

-- @case a DO block in a DO block
DO $$ BEGIN EXECUTE 'DO $i$ BEGIN ALTER TABLE t ADD COLUMN c integer; END $i$'; END $$;

-- @case a syntax error in the body
DO $$ BEGIN ALTER TABEL t ADD COLUMN c integer; END $$;

-- @case an executed text that is no SQL
DO $$ BEGIN EXECUTE 'ALTER TABEL t'; END $$;

-- @case a CASE statement
DO $$
DECLARE
  answer integer := 1;
BEGIN
  CASE
    WHEN answer = 2 THEN DROP TABLE t;
    WHEN answer = 1 THEN ALTER TABLE t ADD COLUMN c integer;
    ELSE NULL;
  END CASE;
END
$$;

-- @case a loop that is left at once
DO $$
BEGIN
  LOOP
    ALTER TABLE t ADD COLUMN c integer;
    EXIT;
  END LOOP;
END
$$;
