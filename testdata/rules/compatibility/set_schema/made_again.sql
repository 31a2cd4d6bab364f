-- file: 1.sql
CREATE SCHEMA app;
CREATE TABLE b (id int, val text);
CREATE TABLE c (id int);
-- file: 2.sql
BEGIN;
SET LOCAL lock_timeout = '2s';
ALTER TABLE b SET SCHEMA app;  -- expect: set-schema
CREATE VIEW b AS SELECT id FROM app.b;
COMMIT;
-- file: 3.sql
BEGIN;
SET LOCAL lock_timeout = '2s';
ALTER TABLE c SET SCHEMA app;
CREATE VIEW c AS SELECT * FROM app.c;
COMMIT;
