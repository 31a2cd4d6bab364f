DROP FUNCTION tax(integer);
DROP FUNCTION price(integer);
DROP VIEW open_shops;
DROP TABLE shop;
