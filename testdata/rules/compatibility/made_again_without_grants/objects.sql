-- file: 0001_objects.sql
CREATE TABLE t (id bigint, v text);
CREATE VIEW v AS SELECT id FROM t;
GRANT SELECT ON v TO app, reader;
CREATE VIEW on_top AS SELECT id FROM v;
GRANT SELECT ON on_top TO app;
CREATE VIEW ungranted AS SELECT id FROM t;
CREATE SEQUENCE s;
GRANT USAGE ON SEQUENCE s TO app;
CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
REVOKE EXECUTE ON FUNCTION f(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION f(integer) TO app;
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
REVOKE EXECUTE ON FUNCTION tf() FROM PUBLIC;
CREATE TYPE mood AS ENUM ('a');
GRANT USAGE ON TYPE mood TO app;
CREATE VIEW by_default AS SELECT id FROM t;
GRANT SELECT ON by_default TO app;
-- file: 0002_views.sql
DROP VIEW v CASCADE;  -- expect: made-again-without-grants, made-again-without-grants
CREATE VIEW v AS SELECT id, v FROM t;
CREATE VIEW on_top AS SELECT id FROM v;
DROP VIEW ungranted;
CREATE VIEW ungranted AS SELECT v FROM t;
-- file: 0003_granted_again.sql
DROP SEQUENCE s;
CREATE SEQUENCE s;
GRANT ALL ON SEQUENCE s TO app;
-- file: 0004_function.sql
DROP FUNCTION f(integer);  -- expect: made-again-without-grants
CREATE FUNCTION f(integer) RETURNS bigint LANGUAGE sql AS 'SELECT 1';
GRANT EXECUTE ON FUNCTION f(integer) TO app;
DROP FUNCTION tf();
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
-- file: 0005_gone.sql
DROP TYPE mood;
CREATE TYPE mood2 AS ENUM ('a');
-- file: 0006_defaults.sql
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO app;
DROP VIEW by_default;
CREATE VIEW by_default AS SELECT v FROM t;
-- file: 0007_replaced.sql
CREATE OR REPLACE VIEW by_default AS SELECT v FROM t;
