-- migrate:up
SET lock_timeout = '2s';
ALTER TABLE users ADD COLUMN name text;

-- migrate:down
SET lock_timeout = '2s';
ALTER TABLE users DROP COLUMN name;
