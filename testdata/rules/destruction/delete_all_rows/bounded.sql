-- file: 0001_tables.sql
CREATE TABLE b (id bigint, val text);
CREATE TABLE a (id bigint, name text);
-- file: 0002_clean.sql
ALTER TABLE b ADD COLUMN a2 text, ADD COLUMN a3 text;
DELETE FROM b WHERE a2 IS NULL;  -- expect: delete-all-rows
UPDATE b SET a2 = val;
DELETE FROM b WHERE a2 IS NULL;
DELETE FROM b WHERE a3 IS NULL;  -- expect: delete-all-rows
WITH x AS (SELECT id FROM a WHERE name = 'x') DELETE FROM a USING x WHERE a.id = x.id;
DELETE FROM a USING (SELECT id FROM a WHERE name = 'x') x WHERE a.id = x.id;
DELETE FROM a USING b WHERE a.id = b.id;  -- expect: delete-all-rows
DELETE FROM a USING b JOIN b AS c ON c.id = b.id WHERE a.id = b.id;  -- expect: delete-all-rows
