SET lock_timeout = '2s';
ALTER TABLE {{.prefix}}users ADD COLUMN name text;
