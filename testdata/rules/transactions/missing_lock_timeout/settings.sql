-- One finding stands for the whole migration, at the first statement.
ALTER TABLE t ADD COLUMN a int;  -- expect: missing-lock-timeout
ALTER TABLE t ADD COLUMN b int;
-- file: 2.sql
SET lock_timeout = '2s';
ALTER TABLE t ADD COLUMN c int;
-- file: 3.sql
RESET lock_timeout;
ALTER TABLE t ADD COLUMN d int;  -- expect: missing-lock-timeout
-- file: 4.sql
SET lock_timeout = 0;
ALTER TABLE t ADD COLUMN e int;  -- expect: missing-lock-timeout
-- file: 5.sql
BEGIN;
SET LOCAL lock_timeout = '2s';
ALTER TABLE t ADD COLUMN f int;
COMMIT;
ALTER TABLE t ADD COLUMN g int;  -- expect: missing-lock-timeout
-- file: 6.sql
SELECT set_config('lock_timeout', '1s', false);
ALTER TABLE t ADD COLUMN h int;
