-- After 48 stable hours: the old columns go.
SET lock_timeout = '3s';
ALTER TABLE users DROP COLUMN first_name;
ALTER TABLE users DROP COLUMN last_name;
ALTER TABLE users DROP COLUMN organization_id;
