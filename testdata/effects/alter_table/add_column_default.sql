-- ADD COLUMN with a default: which expressions are computed once (and stored in the catalogue) and which rewrite the table.
-- @setup
-- What was here once and is gone is known to be absent.
CREATE TABLE missing (a integer);
DROP TABLE missing;
CREATE FUNCTION missing() RETURNS integer LANGUAGE sql AS 'SELECT 1';
DROP FUNCTION missing();
CREATE COLLATION missing FROM "C";
DROP COLLATION missing;
CREATE SEQUENCE s;
CREATE FUNCTION immutable_one() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE FUNCTION stable_one() RETURNS integer LANGUAGE plpgsql STABLE AS 'BEGIN RETURN 1; END';
CREATE FUNCTION volatile_one() RETURNS integer LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';
CREATE FUNCTION volatile_twice(i integer) RETURNS integer LANGUAGE plpgsql VOLATILE AS 'BEGIN RETURN i * 2; END';
CREATE FUNCTION stable_twice(i integer) RETURNS integer LANGUAGE plpgsql STABLE AS 'BEGIN RETURN i * 2; END';
CREATE FUNCTION with_default(i integer DEFAULT 3) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN i; END';
CREATE FUNCTION sum_of(VARIADIC i integer[]) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN 1; END';
CREATE FUNCTION set_of() RETURNS SETOF integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE PROCEDURE do_nothing() LANGUAGE plpgsql AS 'BEGIN END';
CREATE FUNCTION stable_plus(integer, integer) RETURNS integer LANGUAGE plpgsql STABLE AS 'BEGIN RETURN 1; END';
CREATE FUNCTION volatile_plus(integer, integer) RETURNS integer LANGUAGE plpgsql VOLATILE AS 'BEGIN RETURN 1; END';
CREATE OPERATOR <+> (FUNCTION = stable_plus, LEFTARG = integer, RIGHTARG = integer);
CREATE OPERATOR <*> (FUNCTION = volatile_plus, LEFTARG = integer, RIGHTARG = integer);
CREATE DOMAIN plain_domain AS integer;
CREATE DOMAIN default_domain AS integer DEFAULT 7;
CREATE DOMAIN volatile_default_domain AS double precision DEFAULT random();
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
CREATE DOMAIN positive_default AS integer DEFAULT 1 CHECK (VALUE > 0);
CREATE DOMAIN required AS integer NOT NULL;
CREATE DOMAIN required_default AS integer DEFAULT 1 NOT NULL;
CREATE DOMAIN over_positive AS positive;
CREATE DOMAIN over_plain AS plain_domain;
CREATE TYPE mood AS ENUM ('low', 'high');
CREATE TYPE pair AS (x integer, y text);
CREATE TABLE t (a integer, b text);
INSERT INTO t SELECT i, repeat('x', 400) FROM generate_series(1, 2000) i;

-- @case no default: ${type}
-- @each type: integer | text | boolean | numeric(10,2) | timestamptz | jsonb | integer[] | mood | mood[] | pair | uuid | xml | int4range | varchar(10) | char(3) | bit(3) | interval day to second | name | "char" | oid | regclass | tsvector | inet | point | bytea
ALTER TABLE t ADD COLUMN c ${type};

-- @case a null default of ${type}
-- @each type: integer | text | serial | mood | plain_domain
ALTER TABLE t ADD COLUMN c ${type} DEFAULT NULL;

-- @case a constant default: ${value} for ${type}
-- @each type: integer | text | numeric | varchar(10)
-- @each value: 5 | '5' | -5 | 5::smallint | '5'::text | (5)
ALTER TABLE t ADD COLUMN c ${type} DEFAULT ${value};

-- @case a constant default of a type of its own: ${column}
-- @each column: boolean DEFAULT true | boolean DEFAULT 't' | timestamptz DEFAULT '2020-01-01' | timestamptz DEFAULT 'now' | date DEFAULT 'today' | jsonb DEFAULT '{}' | jsonb DEFAULT '{}'::json | integer[] DEFAULT '{}' | integer[] DEFAULT ARRAY[1, 2] | integer[] DEFAULT ARRAY[]::integer[] | text[] DEFAULT ARRAY['a'] | mood DEFAULT 'low' | mood DEFAULT 'low'::mood | mood[] DEFAULT '{low}' | pair DEFAULT ROW(1, 'a') | pair DEFAULT '(1,a)' | pair DEFAULT (1, 'a')::pair | uuid DEFAULT '00000000-0000-0000-0000-000000000000' | bit(3) DEFAULT B'101' | bytea DEFAULT '\x00' | int4range DEFAULT '[1,2)' | interval DEFAULT '1 day' | interval DEFAULT interval '1' day | char(5) DEFAULT 'abc' | numeric(5,2) DEFAULT 1.234 | float8 DEFAULT 'NaN' | regclass DEFAULT 't' | point DEFAULT '(1,2)' | inet DEFAULT '127.0.0.1' | cidr DEFAULT '10.0.0.0/8'
ALTER TABLE t ADD COLUMN c ${column};

-- @case a not null column with a constant default
ALTER TABLE t ADD COLUMN c integer NOT NULL DEFAULT 5;

-- @case a not null column with a volatile default
ALTER TABLE t ADD COLUMN c float8 NOT NULL DEFAULT random();

-- @case a not null column with a stable default
ALTER TABLE t ADD COLUMN c timestamptz NOT NULL DEFAULT now();

-- @case a time that is the same in the whole transaction: ${value}
-- @each value: now() | transaction_timestamp() | statement_timestamp() | CURRENT_TIMESTAMP | CURRENT_TIMESTAMP(3) | LOCALTIMESTAMP | now() + interval '1 day' | now() - '1 day'::interval | (now() AT TIME ZONE 'UTC') | timezone('utc', now()) | date_trunc('day', now()) | CURRENT_DATE + 1 | now()::date
ALTER TABLE t ADD COLUMN c timestamp DEFAULT ${value};

-- @case a time that differs from row to row: ${value}
-- @each value: clock_timestamp() | (clock_timestamp() AT TIME ZONE 'UTC') | date_trunc('day', clock_timestamp()) | clock_timestamp()::date
ALTER TABLE t ADD COLUMN c timestamp DEFAULT ${value};

-- @case a value function of SQL: ${value}
-- @each value: CURRENT_DATE | CURRENT_TIME | CURRENT_TIME(2) | LOCALTIME | CURRENT_USER | CURRENT_ROLE | SESSION_USER | USER | CURRENT_CATALOG | CURRENT_SCHEMA | timeofday() | current_setting('TimeZone') | current_database() | version() | pg_backend_pid() | txid_current() | inet_client_addr() | pg_postmaster_start_time()
ALTER TABLE t ADD COLUMN c text DEFAULT ${value};

-- @case a stable or immutable function of texts: ${value}
-- @each value: concat('a', 'b') | md5('a') | to_char(now(), 'YYYY') | lower('A') || upper('b') | format('%s', 1) | coalesce(NULL, 'a') | nullif('a', 'b') | greatest('a', 'b') | CASE WHEN true THEN 'a' ELSE 'b' END | trim('  a ') | substring('abc' FROM 2) | overlay('abc' PLACING 'x' FROM 1) | position('a' IN 'abc') | extract(year FROM now()) | repeat('a', 3) | string_to_array('a,b', ',') | array_to_string(ARRAY[1, 2], ',') | quote_literal('a') | encode('a', 'hex') | 'a' COLLATE "C" | xmlconcat('<a/>', '<b/>') | ('a' IS NULL) | (NOT true) | (1 = ANY (ARRAY[1, 2])) | (1 IN (1, 2)) | (1 BETWEEN 0 AND 2) | ('a' LIKE 'b') | true IS DISTINCT FROM false | (ARRAY[1, 2])[1] | ROW(1, 2) = ROW(1, 2) | jsonb_build_object('a', 1)
ALTER TABLE t ADD COLUMN c text DEFAULT ${value};

-- @case a volatile function of PostgreSQL: ${value}
-- @each value: random() | random() * 100 | floor(random() * 10)::integer | CASE WHEN random() > 0.5 THEN 1 ELSE 2 END | coalesce(random(), 1) | ARRAY[random()] | ROW(random(), 1) | greatest(random(), 0.5) | md5(random()::text) | nextval('s') | nextval('s'::regclass) | nextval('s'::text) | setval('s', 10) | (random() IS NULL) | (NOT (random() > 0.5)) | (random() > 0.5)::text | to_char(clock_timestamp(), 'YYYY') | pg_sleep(0) | set_config('a.b', 'c', true)
ALTER TABLE t ADD COLUMN c text DEFAULT ${value};

-- @case the value that the session got from a sequence
-- @undetermined failure: the session decides
ALTER TABLE t ADD COLUMN c bigint DEFAULT currval('s');

-- @case the value that the session got last
-- @undetermined failure: the session decides
-- @undetermined locks: the session decides which sequence is read
ALTER TABLE t ADD COLUMN c bigint DEFAULT lastval();

-- @case a default that needs parentheses
ALTER TABLE t ADD COLUMN c timestamp DEFAULT now() AT TIME ZONE 'UTC';

-- @case a uuid that each row makes: ${value}
-- @each value: uuidv7() | uuidv4() | uuidv7(interval '1 hour')
ALTER TABLE t ADD COLUMN c text DEFAULT ${value};

-- @case a uuid that each row makes as a text: ${value}
-- @versions 13..18
-- @each value: gen_random_uuid() | gen_random_uuid()::text
ALTER TABLE t ADD COLUMN c text DEFAULT ${value};

-- @case a function that PostgreSQL 12 has by an extension alone
-- @versions 12
-- @undetermined failure: the extension pgcrypto may be there though no script made it
ALTER TABLE t ADD COLUMN c text DEFAULT gen_random_uuid();

-- @case a uuid column of gen_random_uuid()
-- @versions 13..18
ALTER TABLE t ADD COLUMN c uuid DEFAULT gen_random_uuid();

-- @case a uuid column that is the primary key
-- @versions 13..18
ALTER TABLE t ADD COLUMN c uuid PRIMARY KEY DEFAULT gen_random_uuid();

-- @case a random number between bounds
ALTER TABLE t ADD COLUMN c integer DEFAULT random(1, 10);

-- @case a user's function as the default: ${value}
-- @each value: immutable_one() | stable_one() | volatile_one() | volatile_twice(1) | stable_twice(1) | stable_twice(volatile_one()) | stable_twice(i => 1) | with_default() | with_default(4) | sum_of(1, 2) | immutable_one() + volatile_one() | public.volatile_one() | coalesce(1, volatile_one()) | CASE WHEN true THEN volatile_one() END
ALTER TABLE t ADD COLUMN c integer DEFAULT ${value};

-- @case a user's operator as the default: ${value}
-- @each value: 1 <+> 2 | 1 <*> 2 | 1 OPERATOR(public.<+>) 2 | 1 OPERATOR(public.<*>) 2 | (1 <+> 2) + 1 | (1 <*> 2) + 1
ALTER TABLE t ADD COLUMN c integer DEFAULT ${value};

-- @case a cast that reads the settings of the session: ${value}
-- @each value: now()::text | ('2020-01-01'::text)::timestamptz | ('t'::text)::regclass | 1.5::float8 | (1.5::numeric)::text | ('1'::text)::integer
ALTER TABLE t ADD COLUMN c text DEFAULT ${value};

-- @case a domain without constraints: ${type}
-- @each type: plain_domain | plain_domain DEFAULT 3 | over_plain | default_domain | default_domain DEFAULT NULL | default_domain DEFAULT 4 | volatile_default_domain | volatile_default_domain DEFAULT 1 | plain_domain[]
ALTER TABLE t ADD COLUMN c ${type};

-- @case a domain with constraints: ${type}
-- @each type: positive | positive DEFAULT 3 | positive DEFAULT NULL | positive_default | over_positive | positive[] | required_default | required DEFAULT 3 | positive DEFAULT volatile_one()
ALTER TABLE t ADD COLUMN c ${type};

-- @case a domain whose constraint the default breaks
-- @undetermined failure: the rows decide
ALTER TABLE t ADD COLUMN c positive DEFAULT -1;

-- @case a domain that is not null and has no default
-- @undetermined failure: the rows decide
ALTER TABLE t ADD COLUMN c required;

-- @case a domain that another statement constrained later
-- @given
ALTER DOMAIN plain_domain ADD CONSTRAINT small CHECK (VALUE < 100);
-- @statement
ALTER TABLE t ADD COLUMN c plain_domain;

-- @case a domain that has lost its constraint
-- @given
ALTER DOMAIN positive DROP CONSTRAINT positive_check;
-- @statement
ALTER TABLE t ADD COLUMN c positive;

-- @case a domain that has lost its NOT NULL
-- @given
ALTER DOMAIN required DROP NOT NULL;
-- @statement
ALTER TABLE t ADD COLUMN c required;

-- @case a domain that got a default later
-- @given
ALTER DOMAIN plain_domain SET DEFAULT random() * 100;
-- @statement
ALTER TABLE t ADD COLUMN c plain_domain;

-- @case a function that was volatile and is stable now
-- @given
ALTER FUNCTION volatile_one() STABLE;
-- @statement
ALTER TABLE t ADD COLUMN c integer DEFAULT volatile_one();

-- @case a function that was replaced without its volatility
-- @given
CREATE OR REPLACE FUNCTION stable_one() RETURNS integer LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';
-- @statement
ALTER TABLE t ADD COLUMN c integer DEFAULT stable_one();

-- @case a collation of its own
ALTER TABLE t ADD COLUMN c text COLLATE "C" DEFAULT 'a';

-- @case a collation that does not exist
-- @undetermined failure: which collations a database has depends on its operating system
ALTER TABLE t ADD COLUMN c text COLLATE missing;

-- @case a collation of a type that has none
ALTER TABLE t ADD COLUMN c integer COLLATE "C";

-- @case a storage of its own
ALTER TABLE t ADD COLUMN c text STORAGE EXTERNAL;

-- @case a compression of its own
ALTER TABLE t ADD COLUMN c text COMPRESSION pglz;

-- @case two columns, one volatile
ALTER TABLE t ADD COLUMN c integer DEFAULT 1, ADD COLUMN d float8 DEFAULT random();

-- @case two columns, neither volatile
ALTER TABLE t ADD COLUMN c integer DEFAULT 1, ADD COLUMN d timestamptz DEFAULT now();

-- @case the default of a table with an index
-- @given
CREATE INDEX t_a ON t (a);
CREATE UNIQUE INDEX t_lower ON t ((a + 1)) WHERE a > 5;
-- @statement
ALTER TABLE t ADD COLUMN c float8 DEFAULT random();

-- @case a default with a subquery
ALTER TABLE t ADD COLUMN c integer DEFAULT (SELECT 1);

-- @case a default that names a column
ALTER TABLE t ADD COLUMN c integer DEFAULT a;

-- @case a default of an aggregate
ALTER TABLE t ADD COLUMN c integer DEFAULT max(1);

-- @case a default of a window function
ALTER TABLE t ADD COLUMN c bigint DEFAULT row_number() OVER ();

-- @case a default that returns a set
ALTER TABLE t ADD COLUMN c integer DEFAULT set_of();

-- @case a default that calls a procedure
ALTER TABLE t ADD COLUMN c integer DEFAULT do_nothing();

-- @case a default of a function that does not exist
ALTER TABLE t ADD COLUMN c integer DEFAULT missing();

-- @case a default of a type that has no assignment cast
ALTER TABLE t ADD COLUMN c integer DEFAULT 'a'::text;

-- @case a constant that cannot be read as the type
ALTER TABLE t ADD COLUMN c integer DEFAULT 'a';

-- @case a constant that is too long for the type
ALTER TABLE t ADD COLUMN c varchar(2) DEFAULT 'abcdef';

-- @case a division by zero in the default
ALTER TABLE t ADD COLUMN c integer DEFAULT 1 / 0;

-- @case a sequence that does not exist in the default
ALTER TABLE t ADD COLUMN c integer DEFAULT nextval('missing');
