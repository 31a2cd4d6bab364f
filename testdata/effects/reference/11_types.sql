-- Types and domains
-- @setup
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TYPE pair AS (x integer, y integer);
CREATE TYPE lonely AS (x integer, y integer);
CREATE DOMAIN percent AS integer;
CREATE TABLE t (id integer PRIMARY KEY, m mood, p percent);
CREATE TABLE u OF pair;
INSERT INTO t SELECT i, 'sad', i % 100 FROM generate_series(1, 20000) i;
CREATE SCHEMA other;

-- @case CREATE TYPE AS ENUM
CREATE TYPE color AS ENUM ('red', 'green');

-- @case CREATE TYPE as a row
CREATE TYPE point3 AS (x integer, y integer, z integer);

-- @case CREATE TYPE AS RANGE
CREATE TYPE text_range AS RANGE (subtype = text);

-- @case CREATE DOMAIN
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);

-- @case ALTER TYPE ADD VALUE
ALTER TYPE mood ADD VALUE 'calm';

-- @case ALTER TYPE ADD VALUE in a transaction block
-- @session
BEGIN;
-- @statement
ALTER TYPE mood ADD VALUE 'calm';

-- @case ALTER TYPE RENAME VALUE
ALTER TYPE mood RENAME VALUE 'sad' TO 'low';

-- @case ALTER TYPE RENAME TO
ALTER TYPE mood RENAME TO renamed;

-- @case ALTER TYPE SET SCHEMA
ALTER TYPE mood SET SCHEMA other;

-- @case ALTER TYPE OWNER TO
ALTER TYPE mood OWNER TO CURRENT_USER;

-- @case ALTER TYPE ADD ATTRIBUTE
ALTER TYPE lonely ADD ATTRIBUTE z integer;

-- @case ALTER TYPE ADD ATTRIBUTE with a typed table
ALTER TYPE pair ADD ATTRIBUTE z integer;

-- @case ALTER TYPE ADD ATTRIBUTE with CASCADE to a typed table
ALTER TYPE pair ADD ATTRIBUTE z integer CASCADE;

-- @case ALTER TYPE DROP ATTRIBUTE with CASCADE to a typed table
ALTER TYPE pair DROP ATTRIBUTE y CASCADE;

-- @case ALTER TYPE ALTER ATTRIBUTE with CASCADE to a typed table
ALTER TYPE pair ALTER ATTRIBUTE y TYPE bigint CASCADE;

-- @case ALTER TYPE RENAME ATTRIBUTE with CASCADE to a typed table
ALTER TYPE pair RENAME ATTRIBUTE y TO renamed CASCADE;

-- @case DROP TYPE
DROP TYPE lonely;

-- @case DROP TYPE that a column has
DROP TYPE mood;

-- @case DROP TYPE with CASCADE
DROP TYPE mood CASCADE;

-- @case ALTER DOMAIN ADD CHECK
ALTER DOMAIN percent ADD CONSTRAINT percent_check CHECK (VALUE >= 0);

-- @case ALTER DOMAIN ADD CHECK NOT VALID
ALTER DOMAIN percent ADD CONSTRAINT percent_check CHECK (VALUE >= 0) NOT VALID;

-- @case ALTER DOMAIN VALIDATE CONSTRAINT
-- @given
ALTER DOMAIN percent ADD CONSTRAINT percent_check CHECK (VALUE >= 0) NOT VALID;
-- @statement
ALTER DOMAIN percent VALIDATE CONSTRAINT percent_check;

-- @case ALTER DOMAIN DROP CONSTRAINT
-- @given
ALTER DOMAIN percent ADD CONSTRAINT percent_check CHECK (VALUE >= 0);
-- @statement
ALTER DOMAIN percent DROP CONSTRAINT percent_check;

-- @case ALTER DOMAIN RENAME CONSTRAINT
-- @given
ALTER DOMAIN percent ADD CONSTRAINT percent_check CHECK (VALUE >= 0);
-- @statement
ALTER DOMAIN percent RENAME CONSTRAINT percent_check TO renamed;

-- @case ALTER DOMAIN SET NOT NULL
ALTER DOMAIN percent SET NOT NULL;

-- @case ALTER DOMAIN DROP NOT NULL
ALTER DOMAIN percent DROP NOT NULL;

-- @case ALTER DOMAIN SET DEFAULT
ALTER DOMAIN percent SET DEFAULT 0;

-- @case ALTER DOMAIN RENAME TO
ALTER DOMAIN percent RENAME TO renamed;

-- @case DROP DOMAIN that a column has
DROP DOMAIN percent;

-- @case DROP DOMAIN with CASCADE
DROP DOMAIN percent CASCADE;
