-- file: 1.sql
CREATE TABLE a (id int, name text);
CREATE VIEW va AS SELECT id, name FROM a;
CREATE VIEW vb AS SELECT id, name FROM a;
-- file: 2.sql
BEGIN;
SET LOCAL lock_timeout = '2s';
DROP VIEW va;  -- expect: drop-other-object
CREATE VIEW va AS SELECT id FROM a;
DROP VIEW vb;
CREATE VIEW vb AS SELECT name, id FROM a;
COMMIT;
-- file: 3.sql
CREATE TYPE mood AS ENUM ('x', 'y');
-- file: 4.sql
ALTER TYPE mood RENAME TO mood_old;
DROP TYPE mood_old;
