-- Objects know each other by number: what depends on one still does after a new name.
-- @setup
CREATE SEQUENCE s;
CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TABLE t (a integer DEFAULT nextval('s'), b integer DEFAULT f(), c mood DEFAULT 'sad', d timestamp DEFAULT '1970-01-01');
CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION g();
INSERT INTO t VALUES (1, 1, 'sad');

-- @case drop of a renamed sequence that a default takes numbers from
-- @given
ALTER SEQUENCE s RENAME TO numbers;
-- @statement
DROP SEQUENCE numbers;

-- @case cascading drop of a renamed sequence that a default takes numbers from
-- @given
ALTER SEQUENCE s RENAME TO numbers;
-- @statement
DROP SEQUENCE numbers CASCADE;

-- @case drop of a renamed function that a default calls
-- @given
ALTER FUNCTION f() RENAME TO number;
-- @statement
DROP FUNCTION number();

-- @case drop of a renamed trigger function
-- @given
ALTER FUNCTION g() RENAME TO touch;
-- @statement
DROP FUNCTION touch();

-- @case cascading drop of a renamed trigger function
-- @given
ALTER FUNCTION g() RENAME TO touch;
-- @statement
DROP FUNCTION touch() CASCADE;

-- @case drop of a function whose argument's type was renamed
-- @given
CREATE FUNCTION h(mood) RETURNS integer LANGUAGE sql AS 'SELECT 1';
ALTER TYPE mood RENAME TO feeling;
-- @statement
DROP FUNCTION h(feeling);

-- @case drop of a function whose argument was the row of a table with another name
-- @given
CREATE FUNCTION h(t) RETURNS integer LANGUAGE sql AS 'SELECT 1';
ALTER TABLE t RENAME TO u;
-- @statement
DROP FUNCTION h(u);

-- @case drop of a function that went with the table whose rows it takes
-- @given
CREATE FUNCTION h(t) RETURNS integer LANGUAGE sql AS 'SELECT 1';
DROP TABLE t CASCADE;
CREATE TABLE t (a integer);
-- @statement
DROP FUNCTION h(t);

-- @case drop of a table whose rows a function takes
-- @given
CREATE FUNCTION h(t) RETURNS integer LANGUAGE sql AS 'SELECT 1';
-- @statement
DROP TABLE t;

-- @case drop of a type that a function takes
-- @given
CREATE TYPE pair AS (x integer, y integer);
CREATE FUNCTION h(pair) RETURNS integer LANGUAGE sql AS 'SELECT 1';
-- @statement
DROP TYPE pair;

-- @case a second change of the type of a column with a text as its default
-- @given
ALTER TABLE t ALTER COLUMN d TYPE timestamptz;
-- @statement
ALTER TABLE t ALTER COLUMN d TYPE date;
