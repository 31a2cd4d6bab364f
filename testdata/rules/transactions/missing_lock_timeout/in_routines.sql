-- file: 0001_made.sql
CREATE TABLE t (a int);
CREATE FUNCTION bounded() RETURNS void LANGUAGE plpgsql SET lock_timeout = '2s' AS $$
BEGIN
  ALTER TABLE t ADD COLUMN b int;
END $$;
CREATE FUNCTION unbounded() RETURNS void LANGUAGE plpgsql SET work_mem = '64MB' AS $$
BEGIN
  ALTER TABLE t ADD COLUMN c int;
END $$;
-- file: 0002_bounded.sql
SELECT bounded();
-- file: 0003_unbounded.sql
SELECT unbounded();  -- expect: missing-lock-timeout
-- file: 0004_in_a_block.sql
DO $$
BEGIN
  SET LOCAL lock_timeout = '2s';
  ALTER TABLE t ADD COLUMN d int;
END $$;
-- file: 0005_after_the_block.sql
DO $$
BEGIN
  SET LOCAL lock_timeout = '2s';
END $$;
ALTER TABLE t ADD COLUMN e int;  -- expect: missing-lock-timeout
-- file: 0006_set_config.sql
DO $$
BEGIN
  PERFORM set_config('lock_timeout', '2s', true);
  ALTER TABLE t ADD COLUMN f int;
END $$;
