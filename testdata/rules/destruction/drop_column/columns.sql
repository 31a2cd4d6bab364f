ALTER TABLE t DROP COLUMN a;  -- expect: drop-column
ALTER TABLE t
  DROP COLUMN b,  -- expect: drop-column
  ADD COLUMN c int,
  DROP COLUMN IF EXISTS d CASCADE;  -- expect: drop-column
CREATE TABLE fresh (a int, b int);
ALTER TABLE fresh DROP COLUMN b;
ALTER TABLE t DROP CONSTRAINT e;

ALTER TABLE t ADD COLUMN helper int;
UPDATE t SET helper = a WHERE id = 1;
ALTER TABLE t DROP COLUMN helper;
ALTER TABLE t ADD COLUMN IF NOT EXISTS maybe int;
ALTER TABLE t DROP COLUMN maybe;  -- expect: drop-column
