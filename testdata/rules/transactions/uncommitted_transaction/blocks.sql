BEGIN;
SELECT 1;
COMMIT;
-- expect: uncommitted-transaction
START TRANSACTION;
SELECT 2;
