CREATE TABLE IF NOT EXISTS "__EFMigrationsHistory" ("MigrationId" character varying(150) NOT NULL PRIMARY KEY);

START TRANSACTION;
CREATE TABLE users (id bigint PRIMARY KEY, email text);
INSERT INTO "__EFMigrationsHistory" VALUES ('1');
COMMIT;
