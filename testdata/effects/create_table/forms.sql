-- CREATE TABLE in its forms: what is new, and what of the existing relations it locks.
-- @setup
CREATE TABLE p (id integer PRIMARY KEY, v text);
INSERT INTO p SELECT i, repeat('x', 400) FROM generate_series(1, 2000) i;
CREATE TABLE src (
  a integer NOT NULL DEFAULT 7,
  b text,
  c numeric(8, 2) CONSTRAINT c_positive CHECK (c > 0),
  d integer GENERATED ALWAYS AS IDENTITY,
  e integer GENERATED ALWAYS AS (a + 1) STORED,
  CONSTRAINT src_key PRIMARY KEY (a)
);
ALTER TABLE src ALTER b SET STORAGE EXTERNAL;
CREATE INDEX src_b ON src (b);
CREATE UNIQUE INDEX src_lower ON src (lower(b)) WHERE a > 0;
CREATE STATISTICS src_stats ON a, b FROM src;
COMMENT ON COLUMN src.b IS 'a comment';
CREATE TYPE ct AS (x integer, y text);
CREATE VIEW pv AS SELECT id, v FROM p;
CREATE MATERIALIZED VIEW pm AS SELECT id FROM p;
CREATE SEQUENCE s;
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
CREATE TYPE mood AS ENUM ('sad', 'happy');
-- What was here once and is gone is known to be absent.
CREATE TYPE no_such_type AS ENUM ('a');
DROP TYPE no_such_type;
CREATE ACCESS METHOD no_such_method TYPE TABLE HANDLER heap_tableam_handler;
DROP ACCESS METHOD no_such_method;

-- @case a plain table
CREATE TABLE n (a integer, b text);

-- @case a table without columns
CREATE TABLE n ();

-- @case a table with a primary key makes its index
CREATE TABLE n (a integer PRIMARY KEY, b text);

-- @case a table with a column of each constraint
CREATE TABLE n (a integer PRIMARY KEY, b text UNIQUE, c integer CHECK (c > 0), d integer NOT NULL DEFAULT 3, e integer NULL);

-- @case a table with each table constraint
CREATE TABLE n (a integer, b integer, c int4range, PRIMARY KEY (a), UNIQUE (a, b), CHECK (a > b), EXCLUDE USING gist (c WITH &&));

-- @case a serial column makes a sequence
-- @each type: smallserial | serial | bigserial | serial2 | serial4 | serial8
CREATE TABLE n_${type} (id ${type}, b text);

-- @case a serial primary key makes a sequence and an index
CREATE TABLE n (id bigserial PRIMARY KEY);

-- @case an identity column makes a sequence
-- @each when: ALWAYS | BY DEFAULT
CREATE TABLE n (id bigint GENERATED ${when} AS IDENTITY);

-- @case an identity column with options of its sequence
CREATE TABLE n (id bigint GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME n_ids START 10 INCREMENT 5) PRIMARY KEY);

-- @case a stored generated column
CREATE TABLE n (a integer, b integer GENERATED ALWAYS AS (a * 2) STORED);

-- @case a virtual generated column is syntax of 18
CREATE TABLE n (a integer, b integer GENERATED ALWAYS AS (a * 2) VIRTUAL);

-- @case a generated column without its kind is virtual in 18 and a syntax error before
CREATE TABLE n (a integer, b integer GENERATED ALWAYS AS (a * 2));

-- @case a default that calls nextval of an existing sequence
CREATE TABLE n (id integer DEFAULT nextval('s'));

-- @case columns of a domain and of an enum
CREATE TABLE n (a positive, b mood DEFAULT 'sad', c mood[]);

-- @case a column of the row type of a table
CREATE TABLE n (a p, b p[]);

-- @case a column of the row type of a view
CREATE TABLE n (a pv);

-- @case a temporary table
-- @each word: TEMPORARY | TEMP | LOCAL TEMPORARY | GLOBAL TEMP
CREATE ${word} TABLE n (a integer PRIMARY KEY);

-- @case a temporary table that is dropped on commit
CREATE TEMP TABLE n (a integer) ON COMMIT DROP;

-- @case a permanent table cannot have ON COMMIT
CREATE TABLE n (a integer) ON COMMIT DELETE ROWS;

-- @case an unlogged table
CREATE UNLOGGED TABLE n (a integer PRIMARY KEY, b bigserial);

-- @case a table with storage parameters
CREATE TABLE n (a integer) WITH (fillfactor = 70, autovacuum_enabled = false, toast.autovacuum_enabled = false);

-- @case an unknown storage parameter
CREATE TABLE n (a integer) WITH (no_such_parameter = 1);

-- @case WITH OIDS is gone
CREATE TABLE n (a integer) WITH (oids = true);

-- @case column storage and compression
-- @versions 16..18
CREATE TABLE n (a text STORAGE EXTERNAL COMPRESSION pglz);

-- @case column compression is syntax of 14
CREATE TABLE n (a text COMPRESSION pglz);

-- @case the access method named
CREATE TABLE n (a integer) USING heap;

-- @case an unknown access method
CREATE TABLE n (a integer) USING no_such_method;

-- @case an index access method is not a table's
CREATE TABLE n (a integer) USING btree;

-- @case the default tablespace named
CREATE TABLE n (a integer) TABLESPACE pg_default;

-- @case an unknown tablespace
-- @undetermined failure: which tablespaces a server has is no part of a schema
CREATE TABLE n (a integer) TABLESPACE no_such_space;

-- @case IF NOT EXISTS with an absent table
CREATE TABLE IF NOT EXISTS n (a integer PRIMARY KEY);

-- @case IF NOT EXISTS with an existing table does nothing
CREATE TABLE IF NOT EXISTS p (other integer PRIMARY KEY, more bigserial);

-- @case IF NOT EXISTS with a foreign key and an existing table
CREATE TABLE IF NOT EXISTS src (id integer REFERENCES p);

-- @case IF NOT EXISTS meets another kind of relation
-- @each name: pv | pm | s | src_b
CREATE TABLE IF NOT EXISTS ${name} (a integer);

-- @case a table that exists fails
CREATE TABLE p (id integer);

-- @case a name that another kind of relation has
-- @each name: pv | pm | s | src_b
CREATE TABLE ${name} (a integer);

-- @case a name that a type has
-- @each name: ct | positive | mood
CREATE TABLE ${name} (a integer);

-- @case a column named twice
CREATE TABLE n (a integer, b text, a integer);

-- @case a column of an unknown type
CREATE TABLE n (a no_such_type);

-- @case a column of a pseudo-type
CREATE TABLE n (a anyelement);

-- @case a name of a system column
CREATE TABLE n (xmin integer);

-- @case two primary keys
CREATE TABLE n (a integer PRIMARY KEY, b integer PRIMARY KEY);

-- @case a primary key on an unknown column
CREATE TABLE n (a integer, PRIMARY KEY (b));

-- @case a CHECK on an unknown column
CREATE TABLE n (a integer, CHECK (b > 0));

-- @case a subquery in a CHECK
CREATE TABLE n (a integer CHECK (a IN (SELECT id FROM p)));

-- @case a subquery in a default
CREATE TABLE n (a integer DEFAULT (SELECT max(id) FROM p));

-- @case a default that reads a column
CREATE TABLE n (a integer, b integer DEFAULT (a + 1));

-- @case an aggregate in a default
CREATE TABLE n (a bigint DEFAULT count(*));

-- @case a default of the wrong type
CREATE TABLE n (a integer DEFAULT now());

-- @case a default that is no integer
CREATE TABLE n (a integer DEFAULT 'x');

-- @case NULL and NOT NULL contradict each other
CREATE TABLE n (a integer NULL NOT NULL);

-- @case two defaults
CREATE TABLE n (a integer DEFAULT 1 DEFAULT 2);

-- @case two identities
CREATE TABLE n (a integer GENERATED ALWAYS AS IDENTITY GENERATED ALWAYS AS IDENTITY);

-- @case an identity with a default
CREATE TABLE n (a integer DEFAULT 1 GENERATED ALWAYS AS IDENTITY);

-- @case an identity of text
CREATE TABLE n (a text GENERATED ALWAYS AS IDENTITY);

-- @case a generated column that is volatile
CREATE TABLE n (a integer, b double precision GENERATED ALWAYS AS (random()) STORED);

-- @case a generated column that reads a generated column
CREATE TABLE n (a integer, b integer GENERATED ALWAYS AS (a) STORED, c integer GENERATED ALWAYS AS (b) STORED);

-- @case a generated column with a default
CREATE TABLE n (a integer, b integer DEFAULT 1 GENERATED ALWAYS AS (a) STORED);

-- @case a serial array
CREATE TABLE n (a serial[]);

-- @case two constraints of one name
CREATE TABLE n (a integer CONSTRAINT k CHECK (a > 0), b integer CONSTRAINT k CHECK (b > 0));

-- @case a constraint index takes a name that exists
CREATE TABLE n (a integer CONSTRAINT src_b UNIQUE);

-- @case an exclusion constraint with an operator that the access method lacks
CREATE TABLE n (a integer, EXCLUDE USING gist (a WITH =));

-- @case a not-null table constraint is syntax of 18
CREATE TABLE n (a integer, CONSTRAINT a_there NOT NULL a);

-- @case a CHECK that is not enforced is syntax of 18
CREATE TABLE n (a integer CHECK (a > 0) NOT ENFORCED);

-- @case NULLS NOT DISTINCT is syntax of 15
CREATE TABLE n (a integer, UNIQUE NULLS NOT DISTINCT (a));

-- @case a primary key WITHOUT OVERLAPS is syntax of 18
CREATE TABLE n (a int4range, r tsrange, PRIMARY KEY (a, r WITHOUT OVERLAPS));

-- @case a key with included columns
CREATE TABLE n (a integer, b integer, PRIMARY KEY (a) INCLUDE (b), UNIQUE (b) INCLUDE (a));

-- @case a deferrable key
CREATE TABLE n (a integer PRIMARY KEY DEFERRABLE INITIALLY DEFERRED);

-- @case a CHECK cannot be deferrable
CREATE TABLE n (a integer CHECK (a > 0) DEFERRABLE);
