-- Subscriptions. They are made in the transaction of the statement: one that is committed would keep its database from
-- being dropped.
-- @setup
CREATE TABLE t (a integer PRIMARY KEY);
-- What was here once and is gone is known to be absent.
CREATE SUBSCRIPTION nothing CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false, slot_name = NONE);
DROP SUBSCRIPTION nothing;

-- @case a subscription that does not connect
CREATE SUBSCRIPTION n CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false);

-- @case a subscription that would make a slot in a transaction
-- @session
BEGIN;
-- @statement
CREATE SUBSCRIPTION n CONNECTION 'dbname=nowhere' PUBLICATION p;

-- @case a subscription that exists
-- @session
BEGIN;
CREATE SUBSCRIPTION sub CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false, slot_name = NONE);
-- @statement
CREATE SUBSCRIPTION sub CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false);

-- @case a subscription is altered
-- @each what: DISABLE | CONNECTION 'dbname=elsewhere' | SET (synchronous_commit = off) | RENAME TO sub2 | OWNER TO postgres | SET PUBLICATION other WITH (refresh = false)
-- @session
BEGIN;
CREATE SUBSCRIPTION sub CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false, slot_name = NONE);
-- @statement
ALTER SUBSCRIPTION sub ${what};

-- @case a subscription without a slot cannot be enabled
-- @session
BEGIN;
CREATE SUBSCRIPTION sub CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false, slot_name = NONE);
-- @statement
ALTER SUBSCRIPTION sub ENABLE;

-- @case a publication is added without a refresh, syntax of 14
-- @session
BEGIN;
CREATE SUBSCRIPTION sub CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false, slot_name = NONE);
-- @statement
ALTER SUBSCRIPTION sub ADD PUBLICATION q WITH (refresh = false);

-- @case a subscription that is disabled is not refreshed
-- @session
BEGIN;
CREATE SUBSCRIPTION sub CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false, slot_name = NONE);
-- @statement
ALTER SUBSCRIPTION sub REFRESH PUBLICATION;

-- @case an unknown subscription
ALTER SUBSCRIPTION nothing DISABLE;

-- @case a subscription without a slot is dropped
-- @session
BEGIN;
CREATE SUBSCRIPTION sub CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false, slot_name = NONE);
-- @statement
DROP SUBSCRIPTION sub;

-- @case an unknown subscription is dropped
DROP SUBSCRIPTION nothing;

-- @case an unknown subscription is dropped IF EXISTS
DROP SUBSCRIPTION IF EXISTS nothing;

-- @case a subscription with an unknown option
CREATE SUBSCRIPTION n CONNECTION 'dbname=nowhere' PUBLICATION p WITH (magic = 1);
