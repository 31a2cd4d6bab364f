CREATE FUNCTION a() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = public AS 'SELECT 1';  -- expect: security-definer-insecure-search-path
CREATE FUNCTION b() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = pg_temp, app AS 'SELECT 1';  -- expect: security-definer-insecure-search-path
CREATE FUNCTION c() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = "$user", pg_temp AS 'SELECT 1';  -- expect: security-definer-insecure-search-path
CREATE FUNCTION d() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = 'app, pg_temp' AS 'SELECT 1';  -- expect: security-definer-insecure-search-path
CREATE FUNCTION e() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = app, pg_temp AS 'SELECT 1';
CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path TO pg_catalog, app, pg_temp AS 'SELECT 1';
CREATE FUNCTION g() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS 'SELECT 1';  -- expect: security-definer-insecure-search-path
CREATE FUNCTION h() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS 'SELECT 1';  -- expect: security-definer-insecure-search-path
CREATE FUNCTION i() RETURNS int LANGUAGE sql SET search_path = public AS 'SELECT 1';
CREATE FUNCTION j() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS 'SELECT 1';  -- expect: security-definer-insecure-search-path
