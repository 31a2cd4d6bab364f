CREATE ROLE a SUPERUSER CREATEROLE;  -- expect: powerful-role
CREATE USER b PASSWORD 'secret';  -- expect: powerful-role
CREATE USER c PASSWORD :'password';
CREATE USER d PASSWORD '${password}';
CREATE USER e PASSWORD NULL;
CREATE ROLE f NOSUPERUSER NOBYPASSRLS;
ALTER ROLE g BYPASSRLS;  -- expect: powerful-role
ALTER ROLE g LOGIN;
GRANT pg_read_server_files TO h;  -- expect: powerful-role
GRANT pg_read_all_stats, app TO h;
REVOKE pg_read_server_files FROM h;
ALTER ROLE i REPLICATION;  -- expect: powerful-role
