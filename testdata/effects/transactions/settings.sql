-- How far SET, SET LOCAL and set_config() reach, in every way in which a text is sent.

-- @setup
CREATE TABLE nowhere (a integer);
DROP TABLE nowhere;
CREATE SCHEMA other;
CREATE TABLE t (a integer);

-- @case ${set} before a table
-- @each set: SET search_path = other | SET LOCAL search_path = other | SET SESSION search_path = other, public | SELECT set_config('search_path', 'other', true) | SELECT set_config('search_path', 'other', false)
-- @send message | statement | pipeline
-- @wrap none | file
${set};
CREATE TABLE one (a integer);
CREATE TABLE two (a integer);

-- @case ${set} behind a statement
-- @each set: SET search_path = other | SET LOCAL search_path = other | SELECT set_config('search_path', 'other', true)
-- @send message | statement | pipeline
-- @wrap none | file
CREATE TABLE one (a integer);
${set};
CREATE TABLE two (a integer);

-- @case ${set} and then a failure
-- @each set: SET lock_timeout = '5s' | SET LOCAL lock_timeout = '5s' | SELECT set_config('lock_timeout', '5s', false)
-- @send message | statement | pipeline
-- @wrap none | file
${set};
SELECT * FROM nowhere;

-- @case ${set} behind a statement and then a failure
-- @each set: SET lock_timeout = '5s' | SET LOCAL lock_timeout = '5s'
-- @send message | statement | pipeline
-- @wrap none | file
SELECT 1;
${set};
SELECT * FROM nowhere;

-- @case ${set} until the end
-- @each set: SET lock_timeout = '5s' | SET LOCAL lock_timeout = '5s' | SELECT set_config('lock_timeout', '5s', true)
-- @send message | statement | pipeline
-- @wrap none | file
SELECT 1;
${set};
CREATE TABLE one (a integer);

-- @case ${set} and COMMIT
-- @each set: SET lock_timeout = '5s' | SET LOCAL lock_timeout = '5s'
-- @send message | statement | pipeline
-- @wrap none | file
CREATE TABLE one (a integer);
${set};
COMMIT;
CREATE TABLE two (a integer);

-- @case ${set} and ROLLBACK
-- @each set: SET lock_timeout = '5s' | SET LOCAL lock_timeout = '5s'
-- @send message | statement | pipeline
-- @wrap none | file
CREATE TABLE one (a integer);
${set};
ROLLBACK;
CREATE TABLE two (a integer);

-- @case SET, then ${undo}
-- @each undo: RESET lock_timeout | RESET ALL | DISCARD ALL | SET lock_timeout TO DEFAULT
-- @send message | statement | pipeline
-- @wrap none | file
SET lock_timeout = '5s';
${undo};
CREATE TABLE one (a integer);

-- @case ${set} in a block
-- @each set: SET lock_timeout = '5s' | SET LOCAL lock_timeout = '5s' | PERFORM set_config('lock_timeout', '5s', true) | PERFORM set_config('lock_timeout', '5s', false)
-- @send message | statement | pipeline
-- @wrap none | file
DO $$ BEGIN ${set}; CREATE TABLE one (a integer); END $$;
CREATE TABLE two (a integer);

-- @case a function with a SET clause is called
-- @send message | statement | pipeline
-- @wrap none | file
SET lock_timeout = '3s';
CREATE FUNCTION waits() RETURNS void LANGUAGE plpgsql SET lock_timeout = '5s' SET work_mem = '64MB' AS $$ BEGIN CREATE TABLE one (a integer); END $$;
SELECT waits();
CREATE TABLE two (a integer);

-- @case a function with a SET clause that SET in it overrides: ${set}
-- @send statement
-- @wrap none | file
-- @each set: SET lock_timeout = '7s' | SET LOCAL lock_timeout = '7s'
SET lock_timeout = '3s';
CREATE FUNCTION waits() RETURNS void LANGUAGE plpgsql SET lock_timeout = '5s' AS $$ BEGIN ${set}; CREATE TABLE one (a integer); END $$;
SELECT waits();
CREATE TABLE two (a integer);

-- @case a function whose SET clause was taken off
-- @send statement
CREATE FUNCTION waits() RETURNS void LANGUAGE plpgsql SET search_path = other AS $$ BEGIN CREATE TABLE one (a integer); END $$;
ALTER FUNCTION waits() SET search_path = public;
ALTER FUNCTION waits() SET lock_timeout = '5s';
ALTER FUNCTION waits() RESET ALL;
SELECT waits();
