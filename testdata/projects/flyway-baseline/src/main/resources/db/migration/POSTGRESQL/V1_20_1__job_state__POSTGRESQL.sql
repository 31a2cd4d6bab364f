SET LOCAL lock_timeout = '2s';
ALTER TABLE jobs ADD COLUMN state text;
