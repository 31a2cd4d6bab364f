-- Roles, databases, tablespaces, settings, sessions, transactions, notifications, large objects. The statements that a
-- transaction does not take back fail here, or change nothing.
-- @setup
CREATE TABLE t (a integer PRIMARY KEY, b text);
CREATE SCHEMA aside;
-- What was here once and is gone is known to be absent.
CREATE ROLE no_such_role;
DROP ROLE no_such_role;
CREATE TABLE gone (a integer CONSTRAINT nothing UNIQUE DEFERRABLE);
DROP TABLE gone;

-- @case a role
-- @each what: ROLE effects_role | USER effects_role | GROUP effects_role | ROLE effects_role LOGIN PASSWORD 'x' CREATEDB VALID UNTIL '2030-01-01' | ROLE effects_role IN ROLE pg_monitor
CREATE ${what};

-- @case a role that exists
CREATE ROLE pg_monitor;

-- @case a role of a reserved name
CREATE ROLE pg_mine;

-- @case a role is altered
-- @each what: CONNECTION LIMIT 5 | SET work_mem = '8MB' | RESET ALL | IN DATABASE postgres SET work_mem = '8MB' | VALID UNTIL 'infinity'
ALTER ROLE postgres ${what};

-- @case an unknown role is altered
ALTER ROLE no_such_role CREATEDB;

-- @case a role is renamed
-- @session
BEGIN;
CREATE ROLE effects_role;
-- @statement
ALTER ROLE effects_role RENAME TO effects_other;

-- @case a role is dropped
-- @session
BEGIN;
CREATE ROLE effects_role;
-- @statement
DROP ROLE effects_role;

-- @case a role that owns a table is not dropped
-- @session
BEGIN;
CREATE ROLE effects_role;
ALTER TABLE t OWNER TO effects_role;
-- @statement
DROP ROLE effects_role;

-- @case an unknown role is dropped
-- @each name: no_such_role | IF EXISTS no_such_role
DROP ROLE ${name};

-- @case CREATE DATABASE in a transaction
-- @session
BEGIN;
-- @statement
CREATE DATABASE effects_database;

-- @case DROP DATABASE in a transaction
-- @session
BEGIN;
-- @statement
DROP DATABASE effects_database;

-- @case an unknown database is dropped
-- @undetermined failure: which databases and tablespaces a server has is no part of a schema
DROP DATABASE no_such_database;

-- @case an unknown database is dropped IF EXISTS
DROP DATABASE IF EXISTS no_such_database;

-- @case FORCE is syntax of 13
DROP DATABASE IF EXISTS no_such_database WITH (FORCE);

-- @case a database is altered
-- @each what: SET work_mem = '8MB' | RESET work_mem | CONNECTION LIMIT -1
ALTER DATABASE template1 ${what};

-- @case an unknown database is altered
-- @undetermined failure: which databases and tablespaces a server has is no part of a schema
ALTER DATABASE no_such_database SET work_mem = '8MB';

-- @case a tablespace of a database in a transaction
-- @session
BEGIN;
-- @statement
ALTER DATABASE template1 SET TABLESPACE pg_default;

-- @case CREATE TABLESPACE in a transaction
-- @session
BEGIN;
-- @statement
CREATE TABLESPACE effects_space LOCATION '/nowhere';

-- @case CREATE TABLESPACE with a relative place
CREATE TABLESPACE effects_space LOCATION 'nowhere';

-- @case an unknown tablespace is dropped
-- @undetermined failure: which databases and tablespaces a server has is no part of a schema
-- @each name: no_such_space | IF EXISTS no_such_space
DROP TABLESPACE ${name};

-- @case a tablespace is altered
ALTER TABLESPACE pg_default SET (random_page_cost = 1.1);

-- @case an unknown tablespace is altered
-- @undetermined failure: which databases and tablespaces a server has is no part of a schema
ALTER TABLESPACE no_such_space RENAME TO other;

-- @case ALTER SYSTEM in a transaction
-- @session
BEGIN;
-- @statement
ALTER SYSTEM SET work_mem = '8MB';

-- @case ALTER SYSTEM of an unknown setting
ALTER SYSTEM SET no_such_setting = 1;

-- @case ALTER SYSTEM RESET of what is not set
ALTER SYSTEM RESET work_mem;

-- @case settings
-- @each what: SET lock_timeout = '5s' | SET LOCAL lock_timeout = '5s' | SET TIME ZONE 'UTC' | SET search_path TO aside, public | SET ROLE pg_monitor | SET SESSION AUTHORIZATION DEFAULT | RESET lock_timeout | RESET ALL | SHOW lock_timeout | SHOW ALL | SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY | SET CONSTRAINTS ALL DEFERRED | SET custom.setting = 'x'
${what};

-- @case settings that fail
-- @each what: SET no_such_setting = 1 | SET lock_timeout = 'soon' | SET ROLE no_such_role | SHOW no_such_setting | RESET no_such_setting | SET max_connections = 10 | SET CONSTRAINTS nothing DEFERRED
${what};

-- @case a constraint is deferred
-- @given
CREATE TABLE d (a integer CONSTRAINT d_a UNIQUE DEFERRABLE);
-- @statement
SET CONSTRAINTS d_a DEFERRED;

-- @case a constraint that cannot be deferred
-- @given
CREATE TABLE d (a integer CONSTRAINT d_a UNIQUE);
-- @statement
SET CONSTRAINTS d_a DEFERRED;

-- @case DISCARD
-- @each what: PLANS | SEQUENCES | TEMP
DISCARD ${what};

-- @case DISCARD ALL in a transaction
-- @session
BEGIN;
-- @statement
DISCARD ALL;

-- @case DISCARD TEMP drops temporary tables
-- @session
CREATE TEMP TABLE tmp (a integer);
-- @statement
DISCARD TEMP;

-- @case notifications
-- @each what: LISTEN channel | NOTIFY channel, 'payload' | UNLISTEN channel | UNLISTEN *
${what};

-- @case a checkpoint
CHECKPOINT;

-- @case a library that is not there
-- @undetermined failure: which libraries a server has is no part of a schema
LOAD 'no_such_library';

-- @case transactions
-- @each what: BEGIN | START TRANSACTION READ ONLY | SET TRANSACTION READ ONLY
-- @session
BEGIN;
-- @statement
${what};

-- @case a savepoint
SAVEPOINT s;

-- @case a savepoint is released
-- @session
BEGIN;
SAVEPOINT s;
-- @statement
RELEASE SAVEPOINT s;

-- @case an unknown savepoint
-- @each what: RELEASE SAVEPOINT nothing | ROLLBACK TO SAVEPOINT nothing
${what};

-- @case a savepoint is rolled back to and its locks are gone
-- @session
BEGIN;
SAVEPOINT s;
LOCK TABLE t;
-- @statement
ROLLBACK TO SAVEPOINT s;

-- @case an unknown prepared transaction in a transaction
-- @session
BEGIN;
-- @statement
COMMIT PREPARED 'nothing';

-- @case an unknown prepared transaction is rolled back
-- @undetermined failure: which transactions are prepared is no part of a schema
ROLLBACK PREPARED 'nothing';

-- @case a large object
SELECT lo_create(0);

-- @case an unknown large object
-- @undetermined failure: which large objects there are is no part of a schema
-- @each what: ALTER LARGE OBJECT 1 OWNER TO pg_monitor | GRANT SELECT ON LARGE OBJECT 1 TO pg_monitor | COMMENT ON LARGE OBJECT 1 IS 'said' | SELECT lo_unlink(1)
${what};

-- @case a large object is altered
-- @each what: ALTER LARGE OBJECT 424242 OWNER TO pg_monitor | GRANT SELECT ON LARGE OBJECT 424242 TO PUBLIC | COMMENT ON LARGE OBJECT 424242 IS 'said'
-- @given
SELECT lo_create(424242);
-- @statement
${what};

-- @case a parameter is granted, syntax of 15
GRANT SET ON PARAMETER work_mem TO pg_monitor;

-- @case a query that reads nothing
-- @session
SET transaction_read_only = off;
-- @statement
SELECT 1;

-- @case a table is made in a read-only transaction
-- @session
SET default_transaction_read_only = on;
-- @statement
CREATE TABLE n (a integer);

-- @case a group and a user are roles
-- @each what: ALTER GROUP effects_role ADD USER pg_monitor | ALTER USER effects_role NOLOGIN | DROP USER effects_role | DROP GROUP effects_role | ALTER USER effects_role RENAME TO effects_other
-- @session
BEGIN;
CREATE ROLE effects_role;
-- @statement
${what};

-- @case a transaction ends
-- @each what: COMMIT | END | ROLLBACK | ABORT | COMMIT AND CHAIN | ROLLBACK AND NO CHAIN
-- @session
BEGIN;
LOCK TABLE t;
-- @statement
${what};

-- @case a transaction is prepared
-- @undetermined failure: a setting of the server decides whether it can be
-- @session
BEGIN;
-- @statement
PREPARE TRANSACTION 'effects';

-- @case the version of a database's collation is syntax of 15
ALTER DATABASE template1 REFRESH COLLATION VERSION;
