-- Types and domains that tables use.
-- @setup
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE ct AS (x integer, y text);
CREATE TYPE other_ct AS (c ct);
CREATE TYPE span AS RANGE (subtype = integer);
CREATE DOMAIN positive AS integer CONSTRAINT above CHECK (VALUE > 0);
CREATE DOMAIN free AS text;
CREATE DOMAIN unused AS integer;
CREATE DOMAIN deep AS positive;
CREATE TABLE t (a integer PRIMARY KEY, m mood DEFAULT 'sad', p positive, f free, c ct, d deep);
INSERT INTO t (a, p, f, d) SELECT i, i, repeat('x', 400), i FROM generate_series(1, 2000) i;
CREATE TABLE u (f free);
INSERT INTO u (f) SELECT repeat('x', 400) FROM generate_series(1, 2000) i;
CREATE TABLE of_ct OF ct;
CREATE VIEW v AS SELECT a, f FROM t;
CREATE SCHEMA elsewhere;
-- What was here once and is gone is known to be absent.
CREATE TYPE nothing AS ENUM ('a');
DROP TYPE nothing;
CREATE TYPE n;
DROP TYPE n;
CREATE FUNCTION nothing(cstring) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
DROP FUNCTION nothing(cstring);

-- @case an enum
CREATE TYPE n AS ENUM ('a', 'b');

-- @case an enum without labels
CREATE TYPE n AS ENUM ();

-- @case an enum with a label twice
CREATE TYPE n AS ENUM ('a', 'a');

-- @case a composite type
CREATE TYPE n AS (a integer, b mood, c t);

-- @case a composite type with a column twice
CREATE TYPE n AS (a integer, a text);

-- @case a range type
CREATE TYPE n AS RANGE (subtype = float8, subtype_diff = float8mi);

-- @case a range of a type without an order
CREATE TYPE n AS RANGE (subtype = point);

-- @case a shell type
CREATE TYPE n;

-- @case a base type without functions
CREATE TYPE n (INPUT = nothing, OUTPUT = nothing);

-- @case a type whose name is taken
-- @each name: mood | ct | positive | t | v
CREATE TYPE ${name} AS ENUM ('a');

-- @case ADD VALUE
-- @each what: 'new' | 'new' BEFORE 'ok' | 'new' AFTER 'happy' | IF NOT EXISTS 'sad' | IF NOT EXISTS 'new'
ALTER TYPE mood ADD VALUE ${what};

-- @case ADD VALUE of a label that exists
ALTER TYPE mood ADD VALUE 'sad';

-- @case ADD VALUE beside an unknown label
ALTER TYPE mood ADD VALUE 'new' BEFORE 'nothing';

-- @case ADD VALUE to a type that is no enum
ALTER TYPE ct ADD VALUE 'new';

-- @case ADD VALUE to an unknown type
ALTER TYPE nothing ADD VALUE 'new';

-- @case ADD VALUE in a transaction
-- @session
BEGIN;
-- @statement
ALTER TYPE mood ADD VALUE 'new';

-- @case a new value is used in the transaction that made it
-- @session
BEGIN;
ALTER TYPE mood ADD VALUE 'new';
-- @statement
ALTER TABLE t ALTER m SET DEFAULT 'new';

-- @case a new value is inserted in the transaction that made it
-- @session
BEGIN;
ALTER TYPE mood ADD VALUE 'new';
-- @statement
INSERT INTO t (a, m) VALUES (5000, 'new');

-- @case a new value of a type of the same transaction is used
-- @session
BEGIN;
CREATE TYPE fresh AS ENUM ('a');
ALTER TYPE fresh ADD VALUE 'b';
-- @statement
CREATE TABLE n (f fresh DEFAULT 'b');

-- @case a renamed value is used in the transaction that renamed it
-- @session
BEGIN;
ALTER TYPE mood RENAME VALUE 'ok' TO 'fine';
-- @statement
ALTER TABLE t ALTER m SET DEFAULT 'fine';

-- @case RENAME VALUE
ALTER TYPE mood RENAME VALUE 'ok' TO 'fine';

-- @case RENAME VALUE to a label that exists
ALTER TYPE mood RENAME VALUE 'ok' TO 'sad';

-- @case RENAME VALUE of an unknown label
ALTER TYPE mood RENAME VALUE 'nothing' TO 'fine';

-- @case a type is renamed, moved, given away
-- @each what: RENAME TO mood2 | SET SCHEMA elsewhere | OWNER TO pg_monitor
ALTER TYPE mood ${what};

-- @case a composite type is renamed, moved, given away
-- @each what: RENAME TO ct2 | SET SCHEMA elsewhere | OWNER TO pg_monitor
ALTER TYPE ct ${what};

-- @case an attribute is added to a composite type that a typed table uses
ALTER TYPE ct ADD ATTRIBUTE z integer;

-- @case an attribute is added with CASCADE
ALTER TYPE ct ADD ATTRIBUTE z integer CASCADE;

-- @case an attribute is dropped with CASCADE
ALTER TYPE ct DROP ATTRIBUTE y CASCADE;

-- @case an attribute is renamed with CASCADE
ALTER TYPE ct RENAME ATTRIBUTE y TO z CASCADE;

-- @case an attribute's type is changed while a column uses the type
ALTER TYPE ct ALTER ATTRIBUTE y TYPE varchar(10) CASCADE;

-- @case an attribute is added to a composite type that a column uses
-- @given
CREATE TYPE lone AS (x integer);
CREATE TABLE uses (l lone);
-- @statement
ALTER TYPE lone ADD ATTRIBUTE z integer;

-- @case an attribute's type is changed in a composite type that a column uses
-- @given
CREATE TYPE lone AS (x integer);
CREATE TABLE uses (l lone);
-- @statement
ALTER TYPE lone ALTER ATTRIBUTE x TYPE bigint;

-- @case an attribute's type is changed in a composite type that nothing uses
-- @given
CREATE TYPE lone AS (x integer);
-- @statement
ALTER TYPE lone ALTER ATTRIBUTE x TYPE bigint;

-- @case an unknown attribute
ALTER TYPE other_ct DROP ATTRIBUTE nothing;

-- @case an unknown attribute IF EXISTS
ALTER TYPE other_ct DROP ATTRIBUTE IF EXISTS nothing;

-- @case an attribute that exists
ALTER TYPE other_ct ADD ATTRIBUTE c integer;

-- @case ALTER TYPE ADD ATTRIBUTE of a table
ALTER TYPE t ADD ATTRIBUTE z integer;

-- @case SET of a base type is syntax of 13
ALTER TYPE mood SET (STORAGE = plain);

-- @case a type is dropped
DROP TYPE span;

-- @case a type that a column uses
-- @each name: mood | ct
DROP TYPE ${name};

-- @case a type that a column uses with CASCADE
-- @each name: mood | ct
DROP TYPE ${name} CASCADE;

-- @case an unknown type is dropped
DROP TYPE nothing;

-- @case an unknown type is dropped IF EXISTS
DROP TYPE IF EXISTS nothing;

-- @case the row type of a table is not dropped
DROP TYPE t;

-- @case DROP TYPE of a domain
DROP TYPE unused;

-- @case DROP DOMAIN of an enum
DROP DOMAIN mood;

-- @case a domain
CREATE DOMAIN n AS text COLLATE "C" DEFAULT 'x' NOT NULL CONSTRAINT short CHECK (length(VALUE) < 10);

-- @case a domain over a domain
CREATE DOMAIN n AS positive CHECK (VALUE < 100);

-- @case a domain over an unknown type
CREATE DOMAIN n AS nothing;

-- @case a domain that exists
CREATE DOMAIN positive AS integer;

-- @case a domain with a key
CREATE DOMAIN n AS integer UNIQUE;

-- @case a check on a domain that tables use
ALTER DOMAIN positive ADD CONSTRAINT below CHECK (VALUE < 100000);

-- @case a check on a domain that an array column uses
-- @given
CREATE TABLE arrays (p positive[]);
-- @statement
ALTER DOMAIN positive ADD CONSTRAINT below CHECK (VALUE < 100000);

-- @case a check on a domain that a composite column uses
-- @given
CREATE TYPE with_domain AS (p positive);
CREATE TABLE composites (c with_domain);
-- @statement
ALTER DOMAIN positive ADD CONSTRAINT below CHECK (VALUE < 100000);

-- @case a check on a domain that a partitioned table uses
-- @given
CREATE DOMAIN small AS integer;
CREATE TABLE r (s small) PARTITION BY RANGE (s);
CREATE TABLE r_1 PARTITION OF r FOR VALUES FROM (0) TO (5000);
INSERT INTO r SELECT i FROM generate_series(1, 2000) i;
-- @statement
ALTER DOMAIN small ADD CHECK (VALUE > 0);

-- @case a check on a domain that a view and a materialized view use
-- @given
CREATE DOMAIN small AS integer;
CREATE TABLE small_table (s small);
CREATE VIEW small_view AS SELECT s FROM small_table;
CREATE MATERIALIZED VIEW small_mat AS SELECT s FROM small_table;
-- @statement
ALTER DOMAIN small ADD CHECK (VALUE > 0);

-- @case a check on a domain over text
ALTER DOMAIN free ADD CHECK (length(VALUE) < 1000);

-- @case a check on a domain that nothing uses
ALTER DOMAIN unused ADD CHECK (VALUE > 0);

-- @case a check NOT VALID
ALTER DOMAIN free ADD CONSTRAINT short CHECK (length(VALUE) < 1000) NOT VALID;

-- @case a check NOT VALID is validated
-- @given
ALTER DOMAIN free ADD CONSTRAINT short CHECK (length(VALUE) < 1000) NOT VALID;
-- @statement
ALTER DOMAIN free VALIDATE CONSTRAINT short;

-- @case a valid check is validated again
ALTER DOMAIN positive VALIDATE CONSTRAINT above;

-- @case an unknown check is validated
ALTER DOMAIN positive VALIDATE CONSTRAINT nothing;

-- @case a check that exists
ALTER DOMAIN positive ADD CONSTRAINT above CHECK (VALUE > 1);

-- @case SET NOT NULL of a domain that tables use
ALTER DOMAIN free SET NOT NULL;

-- @case SET NOT NULL of a domain that nothing uses
ALTER DOMAIN unused SET NOT NULL;

-- @case DROP NOT NULL
ALTER DOMAIN free DROP NOT NULL;

-- @case a not-null constraint on a domain is a feature of 17
ALTER DOMAIN free ADD CONSTRAINT there NOT NULL;

-- @case a domain's default
-- @each what: SET DEFAULT 'x' | DROP DEFAULT
ALTER DOMAIN free ${what};

-- @case a domain's constraint is dropped
-- @each what: above | IF EXISTS above | IF EXISTS nothing | nothing
ALTER DOMAIN positive DROP CONSTRAINT ${what};

-- @case a domain's constraint is renamed
ALTER DOMAIN positive RENAME CONSTRAINT above TO over;

-- @case a domain is renamed, moved, given away
-- @each what: RENAME TO free2 | SET SCHEMA elsewhere | OWNER TO pg_monitor
ALTER DOMAIN free ${what};

-- @case ALTER DOMAIN of an enum
ALTER DOMAIN mood SET NOT NULL;

-- @case ALTER DOMAIN of nothing
ALTER DOMAIN nothing SET NOT NULL;

-- @case a domain is dropped
DROP DOMAIN unused;

-- @case a domain that columns use
DROP DOMAIN free;

-- @case a domain that columns use with CASCADE
DROP DOMAIN free CASCADE;

-- @case a domain that a domain uses with CASCADE
DROP DOMAIN positive CASCADE;
