-- file: 0001_in_general.sql
CREATE SCHEMA app;
ALTER DEFAULT PRIVILEGES IN SCHEMA app REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
-- It takes nothing away: what is granted in general stays.
CREATE FUNCTION app.open() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';  -- expect: security-definer-public-execute
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
CREATE FUNCTION app.closed() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';
CREATE FUNCTION app.later() RETURNS int LANGUAGE sql AS 'SELECT 1';
ALTER FUNCTION app.later() SECURITY DEFINER;
-- file: 0002_given_back.sql
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT EXECUTE ON FUNCTIONS TO PUBLIC;  -- expect: security-definer-public-execute
CREATE FUNCTION app.again() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';  -- expect: security-definer-public-execute
CREATE FUNCTION elsewhere() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';
ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON ROUTINES TO app;
ALTER DEFAULT PRIVILEGES GRANT ALL ON FUNCTIONS TO PUBLIC;  -- expect: security-definer-public-execute
-- file: 0003_altered.sql
CREATE FUNCTION plain() RETURNS int LANGUAGE sql AS 'SELECT 1';
ALTER FUNCTION plain() SECURITY DEFINER;  -- expect: security-definer-public-execute
ALTER FUNCTION nobody_made_it() SECURITY DEFINER;  -- expect: security-definer-public-execute
ALTER FUNCTION nobody_made_it() SECURITY INVOKER;
-- file: 0004_other_roles.sql
ALTER DEFAULT PRIVILEGES FOR ROLE owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
CREATE FUNCTION by_whom() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';  -- expect: security-definer-public-execute
SET ROLE owner;
CREATE FUNCTION by_owner() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';
