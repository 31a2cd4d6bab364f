BEGIN;

CREATE TABLE alembic_version (version_num varchar(32) NOT NULL);

-- Running upgrade  -> a1

CREATE TABLE users (id bigint PRIMARY KEY, email text);
INSERT INTO alembic_version (version_num) VALUES ('a1');

-- Running upgrade a1 -> b2

COMMIT;

CREATE INDEX CONCURRENTLY users_email ON users (email);

BEGIN;
UPDATE alembic_version SET version_num='b2' WHERE alembic_version.version_num = 'a1';
COMMIT;
