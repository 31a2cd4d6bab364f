-- transaction: implicit
SET LOCAL lock_timeout = '2s';
SELECT 1;
