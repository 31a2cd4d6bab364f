DROP FUNCTION size(integer);
DROP FUNCTION size(bigint);
DROP FUNCTION tax(bigint);
CREATE FUNCTION tax(item integer) RETURNS numeric LANGUAGE sql AS 'SELECT 10';
DROP FUNCTION price(integer, numeric);
