-- file: 0001_tables.sql
CREATE TABLE a (id bigint PRIMARY KEY, x int);
CREATE TABLE b (id bigint PRIMARY KEY, a_id bigint, val text);
-- file: 0002_counts.sql
BEGIN;
ALTER TABLE a ADD COLUMN y int;
SELECT 1 FROM b WHERE id = 5;
SELECT * FROM b LIMIT 1;
SELECT count(*) FROM pg_class;
SELECT * FROM pg_catalog.pg_class JOIN information_schema.tables ON true;
SELECT * FROM generate_series(1, 10);
WITH given AS (VALUES (1)) SELECT * FROM given;
SELECT setval('s', (SELECT max(id) FROM b));
SELECT count(*) FROM b;  -- expect: lock-held-during-bulk-work
COMMIT;
-- file: 0003_in_a_block.sql
BEGIN;
ALTER TABLE a ADD COLUMN z int;
DO $$
DECLARE n int;
BEGIN
  SELECT count(*) INTO n FROM b WHERE val = 'x';  -- expect: lock-held-during-bulk-work
END $$;
COMMIT;
-- file: 0004_before.sql
BEGIN;
SELECT count(*) FROM b;
ALTER TABLE a ADD COLUMN v int;
COMMIT;
-- file: 0005_sorted.sql
BEGIN;
ALTER TABLE a ADD COLUMN w int;
SELECT * FROM b ORDER BY val LIMIT 1;  -- expect: lock-held-during-bulk-work
COMMIT;
