DROP VIEW gone;  -- expect: drop-other-object
DROP VIEW IF EXISTS changed;
CREATE VIEW changed AS SELECT 1 AS a;
DROP FUNCTION f(int);  -- expect: drop-other-object
CREATE TYPE mood AS ENUM ('a');
DROP TYPE mood;
DROP INDEX i;
