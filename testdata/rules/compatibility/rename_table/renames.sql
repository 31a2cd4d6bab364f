ALTER TABLE users RENAME TO accounts;  -- expect: rename-table
CREATE VIEW users AS SELECT * FROM accounts;
BEGIN;
ALTER TABLE orders RENAME TO purchases;
CREATE VIEW orders AS SELECT * FROM purchases;
COMMIT;
CREATE TABLE fresh (a int);
ALTER TABLE fresh RENAME TO fresher;
ALTER INDEX i RENAME TO j;
