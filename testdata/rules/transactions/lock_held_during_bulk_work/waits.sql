-- file: 0001_tables.sql
CREATE TABLE a (id bigint PRIMARY KEY, x int);
CREATE FUNCTION http_get(url text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT url';
-- file: 0002_sleeps.sql
BEGIN;
SELECT pg_sleep(5);
ALTER TABLE a ADD COLUMN y int;
SELECT pg_sleep(0.1);
SELECT http_get('http://example.org');
SELECT pg_sleep(5);  -- expect: lock-held-during-bulk-work
SELECT pg_sleep_for('5 minutes');
COMMIT;
SELECT pg_sleep(5);
-- file: 0003_in_a_block.sql
BEGIN;
ALTER TABLE a ADD COLUMN z int;
DO $$
BEGIN
  IF pg_sleep(60) IS NULL THEN  -- expect: lock-held-during-bulk-work
    NULL;
  END IF;
END $$;
COMMIT;
-- file: 0004_performed.sql
DO $$
BEGIN
  ALTER TABLE a ADD COLUMN w int;
  PERFORM pg_sleep(60);  -- expect: lock-held-during-bulk-work
END $$;
-- file: 0005_advisory.sql
BEGIN;
SELECT pg_advisory_xact_lock(1);
ALTER TABLE a ADD COLUMN v int;
SELECT pg_try_advisory_lock(1);
SELECT pg_catalog.pg_advisory_lock(1);  -- expect: lock-held-during-bulk-work
COMMIT;
-- file: 0006_gives_up.sql
BEGIN;
SET LOCAL lock_timeout = '2s';
ALTER TABLE a ADD COLUMN u int;
SELECT pg_advisory_lock(1);
SELECT dblink_exec('host=other', 'DELETE FROM a');  -- expect: lock-held-during-bulk-work
COMMIT;
