-- A table of the same migration is nobody's yet; one that may have been there before may be somebody's.
CREATE TABLE fresh (id bigint);
ALTER TABLE fresh ADD COLUMN token uuid DEFAULT gen_random_uuid();
CREATE TEMP TABLE scratch (id bigint);
ALTER TABLE scratch ADD COLUMN token uuid DEFAULT gen_random_uuid();
CREATE TABLE IF NOT EXISTS perhaps (id bigint);
ALTER TABLE perhaps ADD COLUMN token uuid DEFAULT gen_random_uuid();  -- expect: add-column-volatile-default
-- file: 2.sql
ALTER TABLE fresh ADD COLUMN other uuid DEFAULT gen_random_uuid();  -- expect: add-column-volatile-default
