--! Previous: sha1:2
--! Hash: sha1:3

GRANT SELECT ON users TO :DATABASE_OWNER;
