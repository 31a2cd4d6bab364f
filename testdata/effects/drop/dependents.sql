-- DROP of objects that others depend on: what RESTRICT refuses and what CASCADE reaches.
-- @setup
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TYPE ct AS (x integer);
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
CREATE SEQUENCE ids;
CREATE FUNCTION one() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE FUNCTION plus_one(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 + 1';
CREATE FUNCTION ok(integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 > 0';
CREATE FUNCTION seen() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE FUNCTION allowed() RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE FUNCTION moody(mood) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE TABLE by_type (a integer, m mood, c ct, p positive, UNIQUE (a, m));
CREATE INDEX by_type_m ON by_type (m);
CREATE VIEW type_view AS SELECT m FROM by_type;
CREATE TABLE by_default (a integer DEFAULT one(), i integer DEFAULT nextval('ids'));
CREATE TABLE by_generated (a integer, g integer GENERATED ALWAYS AS (plus_one(a)) STORED);
CREATE TABLE by_check (a integer CHECK (ok(a)), b integer);
CREATE INDEX by_check_i ON by_check (ok(b));
CREATE VIEW by_view AS SELECT seen() AS s;
CREATE MATERIALIZED VIEW by_mat AS SELECT s FROM by_view;
CREATE TABLE by_policy (a integer);
CREATE POLICY pol ON by_policy USING (allowed());
CREATE TABLE by_trigger (a integer);
CREATE TRIGGER trg BEFORE INSERT ON by_trigger FOR EACH ROW EXECUTE FUNCTION tf();
CREATE TABLE r (a integer) PARTITION BY RANGE (a);
CREATE TABLE r_1 PARTITION OF r FOR VALUES FROM (0) TO (10);
CREATE TRIGGER r_trg AFTER INSERT ON r FOR EACH ROW EXECUTE FUNCTION tf();
CREATE TABLE moods (m mood) PARTITION BY LIST (m);
CREATE TABLE moods_1 PARTITION OF moods FOR VALUES IN ('sad');
-- What was here once and is gone is known to be absent.
CREATE ROLE no_such_role;
DROP ROLE no_such_role;

-- @case a type
DROP TYPE mood;

-- @case a type with CASCADE drops columns, and the table that is partitioned by it
DROP TYPE mood CASCADE;

-- @case a composite type with CASCADE
DROP TYPE ct CASCADE;

-- @case a domain with CASCADE
DROP DOMAIN positive CASCADE;

-- @case a sequence of a default
DROP SEQUENCE ids;

-- @case a sequence of a default with CASCADE
DROP SEQUENCE ids CASCADE;

-- @case a function
-- @each name: one() | plus_one(integer) | ok(integer) | seen() | allowed() | tf() | moody(mood)
DROP FUNCTION ${name};

-- @case a function with CASCADE
-- @each name: one() | plus_one(integer) | ok(integer) | seen() | allowed() | tf() | moody(mood)
DROP FUNCTION ${name} CASCADE;

-- @case two functions that one trigger and one policy need with CASCADE
DROP FUNCTION tf(), allowed() CASCADE;

-- @case a view that a materialized view reads with CASCADE
DROP VIEW by_view CASCADE;

-- @case a column that a view reads
ALTER TABLE by_type DROP COLUMN m;

-- @case a type and the table that uses it
DROP TABLE by_type CASCADE;

-- @case everything that a role owns
-- @given
CREATE ROLE effects_owner;
ALTER TABLE by_check OWNER TO effects_owner;
-- @statement
DROP OWNED BY effects_owner;

-- @case everything that a role owns with CASCADE
-- @given
CREATE ROLE effects_owner;
ALTER TABLE by_type OWNER TO effects_owner;
-- @statement
DROP OWNED BY effects_owner CASCADE;

-- @case a role owns what others depend on
-- @given
CREATE ROLE effects_owner;
ALTER TABLE by_type OWNER TO effects_owner;
-- @statement
DROP OWNED BY effects_owner RESTRICT;

-- @case everything that a role owns goes to another
-- @given
CREATE ROLE effects_owner;
ALTER TABLE by_check OWNER TO effects_owner;
-- @statement
REASSIGN OWNED BY effects_owner TO postgres;

-- @case an unknown role owns nothing
DROP OWNED BY no_such_role;

-- @case what a role of the system owns is kept
DROP OWNED BY pg_monitor;

-- @case an unknown role cannot be the new owner
REASSIGN OWNED BY pg_monitor TO no_such_role;
