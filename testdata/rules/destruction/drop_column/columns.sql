ALTER TABLE t DROP COLUMN a;  -- expect: drop-column
ALTER TABLE t
  DROP COLUMN b,  -- expect: drop-column
  ADD COLUMN c int,
  DROP COLUMN IF EXISTS d CASCADE;  -- expect: drop-column
CREATE TABLE fresh (a int, b int);
ALTER TABLE fresh DROP COLUMN b;
ALTER TABLE t DROP CONSTRAINT e;
