-- expect: security-definer-without-search-path
CREATE FUNCTION a() RETURNS int LANGUAGE sql AS 'SELECT 1' SECURITY
DEFINER;
CREATE FUNCTION b() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS 'SELECT 1';
CREATE FUNCTION c() RETURNS int LANGUAGE sql SECURITY INVOKER AS 'SELECT 1';
CREATE PROCEDURE d() LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';  -- expect: security-definer-without-search-path
CREATE FUNCTION e() RETURNS int LANGUAGE sql SECURITY DEFINER SET work_mem = '1MB' AS 'SELECT 1';  -- expect: security-definer-without-search-path
ALTER FUNCTION unknown() SECURITY DEFINER;  -- expect: security-definer-without-search-path
ALTER FUNCTION unknown() SECURITY DEFINER SET search_path = pg_catalog, pg_temp;
ALTER FUNCTION unknown() RESET search_path;  -- expect: security-definer-without-search-path
ALTER FUNCTION unknown() SECURITY INVOKER;
ALTER FUNCTION unknown() SECURITY INVOKER RESET ALL;
