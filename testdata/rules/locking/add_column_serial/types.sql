ALTER TABLE t ADD COLUMN a serial;  -- expect: add-column-serial
ALTER TABLE t ADD COLUMN b bigserial;  -- expect: add-column-serial
ALTER TABLE t ADD COLUMN c serial8;  -- expect: add-column-serial
ALTER TABLE t ADD COLUMN d "serial";  -- expect: add-column-serial
ALTER TABLE t ADD COLUMN e smallserial;  -- expect: add-column-serial
ALTER TABLE t ADD COLUMN g bigint;
CREATE TABLE u (id serial);
ALTER TABLE u ADD COLUMN n serial;
