DELETE FROM t;  -- expect: delete-all-rows
DELETE FROM t WHERE true;  -- expect: delete-all-rows
DELETE FROM t WHERE id = 1;
CREATE TABLE fresh (a int);
DELETE FROM fresh;
