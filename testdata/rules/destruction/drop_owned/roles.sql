-- file: 0001_roles.sql
CREATE ROLE reporting;
CREATE ROLE keeper;
CREATE ROLE idle;
CREATE TABLE report (id bigint);
ALTER TABLE report OWNER TO reporting;
-- file: 0002_roles.sql
DROP OWNED BY idle;
DROP OWNED BY stranger;  -- expect: drop-owned
DROP OWNED BY reporting;  -- expect: drop-owned
-- file: 0003_roles.sql
REASSIGN OWNED BY stranger TO keeper;
DROP OWNED BY stranger;
