ALTER TABLE t ADD COLUMN a int CHECK (a > 0);  -- expect: add-column-with-check
ALTER TABLE t ADD COLUMN b int DEFAULT 1 CHECK (b > 0);  -- expect: add-column-with-check
ALTER TABLE t ADD COLUMN c int;
CREATE TABLE u (id int CHECK (id > 0));
ALTER TABLE u ADD COLUMN a int CHECK (a > 0);
