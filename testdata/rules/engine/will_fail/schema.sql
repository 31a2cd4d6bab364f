CREATE TABLE t (id int);
CREATE TABLE t (id int);  -- expect: will-fail
DROP TABLE t;
ALTER TABLE IF EXISTS t ADD COLUMN a int;
ALTER TABLE t ADD COLUMN a int;  -- expect: will-fail
DROP TABLE u;
