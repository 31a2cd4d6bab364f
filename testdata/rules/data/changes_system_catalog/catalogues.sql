DELETE FROM pg_enum WHERE enumlabel = 'old';  -- expect: changes-system-catalog
UPDATE pg_catalog.pg_attribute SET atttypmod = 36 WHERE attname = 'name';  -- expect: changes-system-catalog
UPDATE pg_settings SET setting = '2s' WHERE name = 'lock_timeout';
SELECT * FROM pg_enum;
CREATE TABLE pg_things (id bigint);
DELETE FROM pg_things WHERE id = 1;
DELETE FROM app.pg_things WHERE id = 1;
DO $$ BEGIN UPDATE pg_index SET indisvalid = false; END $$;  -- expect: changes-system-catalog
