-- Roles, databases, tablespaces, extensions, subscriptions and settings
-- They lock no table, with few exceptions; some refuse a transaction block.
-- @setup
CREATE TABLE t (id integer PRIMARY KEY, a integer);
CREATE EXTENSION citext;

-- @case CREATE ROLE
CREATE ROLE reference_role;

-- @case ALTER ROLE
-- @session
BEGIN;
CREATE ROLE reference_role;
-- @statement
ALTER ROLE reference_role LOGIN;

-- @case DROP ROLE
-- @session
BEGIN;
CREATE ROLE reference_role;
-- @statement
DROP ROLE reference_role;

-- @case GRANT of a role
-- @session
BEGIN;
CREATE ROLE reference_role;
-- @statement
GRANT pg_monitor TO reference_role;

-- @case REASSIGN OWNED
-- @session
BEGIN;
CREATE ROLE reference_role;
-- @statement
REASSIGN OWNED BY reference_role TO CURRENT_USER;

-- @case DROP OWNED
-- @session
BEGIN;
CREATE ROLE reference_role;
-- @statement
DROP OWNED BY reference_role;

-- @case CREATE DATABASE
-- @session
BEGIN;
-- @statement
CREATE DATABASE reference_database;

-- @case ALTER DATABASE SET
ALTER DATABASE template1 SET work_mem = '8MB';

-- @case DROP DATABASE
DROP DATABASE IF EXISTS reference_database;

-- @case CREATE TABLESPACE
-- @session
BEGIN;
-- @statement
CREATE TABLESPACE reference_space LOCATION '/nowhere';

-- @case ALTER TABLESPACE SET
ALTER TABLESPACE pg_default SET (random_page_cost = 1.1);

-- @case ALTER SYSTEM
-- @session
BEGIN;
-- @statement
ALTER SYSTEM SET work_mem = '8MB';

-- @case CREATE EXTENSION
CREATE EXTENSION hstore;

-- @case ALTER EXTENSION UPDATE
-- @undetermined work: what the update script of an extension does stands in its files
ALTER EXTENSION citext UPDATE;

-- @case DROP EXTENSION
DROP EXTENSION citext;

-- @case CREATE SUBSCRIPTION
CREATE SUBSCRIPTION reference_subscription CONNECTION 'dbname=none' PUBLICATION p WITH (connect = false);

-- @case CREATE SUBSCRIPTION that makes its slot
-- @session
BEGIN;
-- @statement
CREATE SUBSCRIPTION reference_subscription CONNECTION 'dbname=none' PUBLICATION p;

-- @case ALTER SUBSCRIPTION
-- @session
BEGIN;
CREATE SUBSCRIPTION sub CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false, slot_name = NONE);
-- @statement
ALTER SUBSCRIPTION sub DISABLE;

-- @case DROP SUBSCRIPTION
-- @session
BEGIN;
CREATE SUBSCRIPTION sub CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false, slot_name = NONE);
-- @statement
DROP SUBSCRIPTION sub;

-- @case NOTIFY
NOTIFY channel, 'payload';

-- @case DISCARD ALL
-- @session
BEGIN;
-- @statement
DISCARD ALL;
