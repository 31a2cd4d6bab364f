\set ON_ERROR_STOP on
SET lock_timeout = '2s';
ALTER TABLE :schema.users ADD COLUMN name text DEFAULT :'name';
