-- CREATE, ALTER and DROP SEQUENCE.
-- @setup
CREATE SEQUENCE s;
CREATE SEQUENCE owned_one;
CREATE TABLE t (id serial PRIMARY KEY, n integer DEFAULT nextval('s'), m integer DEFAULT nextval('owned_one'));
ALTER SEQUENCE owned_one OWNED BY t.m;
CREATE TABLE i (id bigint GENERATED ALWAYS AS IDENTITY, b integer);
CREATE SCHEMA elsewhere;
CREATE VIEW v AS SELECT 1 AS a;
-- What was here once and is gone is known to be absent.
CREATE TABLE nothing (a integer);
DROP TABLE nothing;
CREATE TABLE nowhere (a integer);
DROP TABLE nowhere;

-- @case a sequence
CREATE SEQUENCE n;

-- @case a sequence with options
CREATE SEQUENCE n AS integer START WITH 100 INCREMENT BY 10 MINVALUE 100 MAXVALUE 9000 CACHE 20 CYCLE;

-- @case a sequence that a column owns
CREATE SEQUENCE n OWNED BY t.n;

-- @case a sequence that nothing owns
CREATE SEQUENCE n OWNED BY NONE;

-- @case a sequence of an unknown column
CREATE SEQUENCE n OWNED BY t.nothing;

-- @case a sequence of an unknown table
CREATE SEQUENCE n OWNED BY nowhere.a;

-- @case a sequence of a table in another schema
CREATE SEQUENCE elsewhere.n OWNED BY public.t.n;

-- @case a temporary sequence
CREATE TEMP SEQUENCE n;

-- @case an unlogged sequence is syntax of 15
CREATE UNLOGGED SEQUENCE n;

-- @case IF NOT EXISTS and it exists
CREATE SEQUENCE IF NOT EXISTS s;

-- @case IF NOT EXISTS and it does not
CREATE SEQUENCE IF NOT EXISTS n;

-- @case it exists
CREATE SEQUENCE s;

-- @case a name that a table has
CREATE SEQUENCE t;

-- @case a type that is no integer
CREATE SEQUENCE n AS numeric;

-- @case a start below the minimum
CREATE SEQUENCE n START 0 MINVALUE 1;

-- @case an increment of zero
CREATE SEQUENCE n INCREMENT 0;

-- @case an option twice
CREATE SEQUENCE n START 1 START 2;

-- @case a sequence is altered
-- @each what: RESTART | RESTART WITH 100 | INCREMENT BY 5 | MAXVALUE 1000 | NO MAXVALUE | MINVALUE 1 | CACHE 10 | CYCLE | NO CYCLE | AS integer | AS smallint | START WITH 5
ALTER SEQUENCE s ${what};

-- @case the sequence of a serial column is altered
ALTER SEQUENCE t_id_seq AS bigint;

-- @case the sequence of an identity column is altered
ALTER SEQUENCE i_id_seq RESTART WITH 1000;

-- @case the sequence of an identity column cannot be given away
ALTER SEQUENCE i_id_seq OWNED BY t.n;

-- @case a column comes to own a sequence
ALTER SEQUENCE s OWNED BY t.n;

-- @case a column stops owning a sequence
ALTER SEQUENCE t_id_seq OWNED BY NONE;

-- @case an unknown column to own a sequence
ALTER SEQUENCE s OWNED BY t.nothing;

-- @case a sequence is renamed
ALTER SEQUENCE s RENAME TO s2;

-- @case the sequence of a serial column is renamed
ALTER SEQUENCE t_id_seq RENAME TO t_seq;

-- @case a sequence is renamed to a name that is taken
ALTER SEQUENCE s RENAME TO t;

-- @case a sequence moves to another schema
ALTER SEQUENCE s SET SCHEMA elsewhere;

-- @case an owned sequence cannot move alone
ALTER SEQUENCE t_id_seq SET SCHEMA elsewhere;

-- @case the owner of a sequence
ALTER SEQUENCE s OWNER TO pg_monitor;

-- @case the owner of an owned sequence
ALTER SEQUENCE t_id_seq OWNER TO pg_monitor;

-- @case SET LOGGED is syntax of 15
ALTER SEQUENCE s SET UNLOGGED;

-- @case a logged sequence is SET LOGGED
-- @versions 15..18
ALTER SEQUENCE s SET LOGGED;

-- @case the sequence of an identity column is SET UNLOGGED
-- @versions 15..18
ALTER SEQUENCE i_id_seq SET UNLOGGED;

-- @case an unknown sequence
ALTER SEQUENCE nothing RESTART;

-- @case an unknown sequence IF EXISTS
ALTER SEQUENCE IF EXISTS nothing RESTART;

-- @case ALTER SEQUENCE of a table
ALTER SEQUENCE t RESTART;

-- @case ALTER SEQUENCE renames a table
ALTER SEQUENCE t RENAME TO t2;

-- @case a minimum above the current value
ALTER SEQUENCE s MINVALUE 100;

-- @case a sequence is dropped
-- @given
CREATE SEQUENCE free;
-- @statement
DROP SEQUENCE free;

-- @case a sequence that a default uses
DROP SEQUENCE s;

-- @case a sequence that a default uses with CASCADE
DROP SEQUENCE s CASCADE;

-- @case a serial column's sequence
DROP SEQUENCE t_id_seq;

-- @case a serial column's sequence with CASCADE
DROP SEQUENCE t_id_seq CASCADE;

-- @case an identity column's sequence
DROP SEQUENCE i_id_seq;

-- @case an identity column's sequence with CASCADE
DROP SEQUENCE i_id_seq CASCADE;

-- @case an unknown sequence is dropped
DROP SEQUENCE nothing;

-- @case an unknown sequence is dropped IF EXISTS
DROP SEQUENCE IF EXISTS nothing;

-- @case DROP SEQUENCE of another kind
-- @each name: t | v | t_pkey
DROP SEQUENCE ${name};

-- @case setval
SELECT setval('s', 1000);

-- @case nextval
SELECT nextval('s');

-- @case currval before nextval
-- @undetermined failure: what a session has taken from a sequence is no part of a schema
-- @session
DISCARD SEQUENCES;
-- @statement
SELECT currval('s');

-- @case a sequence is read
SELECT last_value FROM s;

-- @case currval after nextval
-- @session
SELECT nextval('s');
-- @statement
SELECT currval('s');
