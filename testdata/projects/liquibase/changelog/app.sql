--liquibase formatted sql

--changeset ann:1
CREATE TABLE users (id bigint PRIMARY KEY, email text);
--rollback DROP TABLE users;

--changeset ann:2 runInTransaction:false
CREATE INDEX CONCURRENTLY users_email ON users (email);
--rollback DROP INDEX CONCURRENTLY users_email;

--changeset bob:3 dbms:mysql
ALTER TABLE users ENGINE = InnoDB;

--changeset bob:4
SET lock_timeout = '2s';
ALTER TABLE users ADD COLUMN name text;
/* liquibase rollback
SET lock_timeout = '2s';
ALTER TABLE users DROP COLUMN name;
*/

--changeset bob:5 splitStatements:false
SET lock_timeout = '2s';
ALTER TABLE users ADD COLUMN nick text;
