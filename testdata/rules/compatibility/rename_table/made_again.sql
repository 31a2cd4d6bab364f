-- file: 1.sql
CREATE TABLE b (id int, a_id int, val text);
CREATE TABLE c (id int, val text);
CREATE TABLE d (id int);
CREATE TABLE e (id int);
CREATE TABLE f (id int, val text);
CREATE TABLE g (id int);
CREATE TABLE h (id int);
-- file: 2.sql
BEGIN;
SET LOCAL lock_timeout = '2s';
ALTER TABLE b RENAME TO b2;  -- expect: rename-table
CREATE VIEW b AS SELECT id FROM b2;
COMMIT;
-- file: 3.sql
BEGIN;
SET LOCAL lock_timeout = '2s';
ALTER TABLE c RENAME TO c2;  -- expect: rename-table
CREATE TABLE c (id int, val text);
COMMIT;
-- file: 4.sql
BEGIN;
SET LOCAL lock_timeout = '2s';
ALTER TABLE d RENAME TO d2;  -- expect: rename-table
COMMIT;
CREATE VIEW d AS SELECT * FROM d2;
-- file: 5.sql
BEGIN;
SET LOCAL lock_timeout = '2s';
ALTER TABLE e RENAME TO e2;  -- expect: rename-table
CREATE MATERIALIZED VIEW e AS SELECT * FROM e2;
COMMIT;
-- file: 6.sql
BEGIN;
SET LOCAL lock_timeout = '2s';
ALTER TABLE f RENAME COLUMN val TO v2;
ALTER TABLE f RENAME TO f2;
CREATE VIEW f AS SELECT id, v2 AS val FROM f2;
COMMIT;
-- file: 7.sql
SET lock_timeout = '2s';
DO $$ BEGIN ALTER TABLE g RENAME TO g2; CREATE VIEW g AS SELECT * FROM g2; END $$;
-- file: 8.sql
BEGIN;
SET LOCAL lock_timeout = '2s';
CREATE TABLE h_new (LIKE h);
INSERT INTO h_new SELECT * FROM h WHERE id = 1;
ALTER TABLE h RENAME TO h_old;
ALTER TABLE h_new RENAME TO h;
COMMIT;
