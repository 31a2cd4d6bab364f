-- file: 1.sql
CREATE TYPE mood AS ENUM ('x', 'y');
CREATE TABLE m (id int, mo mood NOT NULL DEFAULT 'x');
-- file: 2.sql
BEGIN;
SET LOCAL lock_timeout = '2s';
CREATE TYPE mood_new AS ENUM ('x');
ALTER TABLE m ALTER COLUMN mo DROP DEFAULT;
ALTER TABLE m ALTER COLUMN mo TYPE mood_new USING (mo::text::mood_new);
ALTER TYPE mood RENAME TO mood_old;
ALTER TYPE mood_new RENAME TO mood;
DROP TYPE mood_old;
ALTER TABLE m ALTER COLUMN mo SET DEFAULT 'x';
COMMIT;
-- file: 3.sql
ALTER TYPE mood RENAME TO temper;  -- expect: rename-other
