ALTER TABLE t ADD UNIQUE (a);  -- expect: add-unique-building-index
ALTER TABLE t ADD CONSTRAINT b UNIQUE USING INDEX b;
ALTER TABLE t ADD COLUMN c int UNIQUE;  -- expect: add-unique-building-index
CREATE TABLE u (a int);
ALTER TABLE u ADD UNIQUE (a);
