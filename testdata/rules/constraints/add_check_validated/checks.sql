ALTER TABLE t ADD CHECK (a > 0);  -- expect: add-check-validated
ALTER TABLE t ADD CONSTRAINT b CHECK (b > 0) NOT VALID;
ALTER TABLE t
  ADD COLUMN c int,
  ADD CONSTRAINT c_positive CHECK (c > 0);  -- expect: add-check-validated
CREATE TABLE u (a int);
ALTER TABLE u ADD CHECK (a > 0);
