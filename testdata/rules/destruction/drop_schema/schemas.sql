-- file: 0001_schemas.sql
CREATE SCHEMA filled;
CREATE TABLE filled.t (id bigint);
CREATE SCHEMA codes;
CREATE FUNCTION codes.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE SCHEMA bare;
-- file: 0002_drop.sql
SET lock_timeout = '2s';
DROP SCHEMA filled CASCADE;  -- expect: drop-schema
DROP SCHEMA codes CASCADE;
DROP SCHEMA bare;
DROP SCHEMA elsewhere CASCADE;  -- expect: drop-schema
CREATE SCHEMA scratch;
CREATE TABLE scratch.t (id bigint);
DROP SCHEMA scratch CASCADE;
