CREATE TABLE t (id int PRIMARY KEY, short varchar(20), n numeric(10, 2), c char(4), ts timestamp(3), flag text[], u text);
-- file: 2.sql
ALTER TABLE t ALTER COLUMN short TYPE varchar(80);
ALTER TABLE t ALTER COLUMN short TYPE text;
ALTER TABLE t ALTER COLUMN short TYPE varchar(10);  -- expect: alter-column-type-rewrite
ALTER TABLE t ALTER COLUMN n TYPE numeric(12, 2);
ALTER TABLE t ALTER COLUMN n TYPE numeric(12, 3);  -- expect: alter-column-type-rewrite
ALTER TABLE t ALTER COLUMN c TYPE text;  -- expect: alter-column-type-rewrite
ALTER TABLE t ALTER COLUMN id TYPE bigint;  -- expect: alter-column-type-rewrite
ALTER TABLE t ALTER COLUMN ts TYPE timestamp;
ALTER TABLE t ALTER COLUMN flag TYPE varchar(5)[];  -- expect: alter-column-type-rewrite
ALTER TABLE t ALTER COLUMN u TYPE jsonb USING u::jsonb;  -- expect: alter-column-type-rewrite
