UPDATE t SET a = 1;  -- expect: bulk-change
UPDATE t SET a = 1 WHERE true;  -- expect: bulk-change
UPDATE t SET a = 1 WHERE id = 5;
DELETE FROM t WHERE id = 5;
CREATE TABLE fresh (a int);
UPDATE fresh SET a = 1;
