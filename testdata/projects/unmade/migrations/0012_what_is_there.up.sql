SET lock_timeout = '2s';
DROP VIEW IF EXISTS names;
