CREATE TABLE shop (id integer PRIMARY KEY, email text, rank integer);
CREATE INDEX shop_rank ON shop (rank);
CREATE INDEX shop_email ON shop (email) WHERE email IS NOT NULL;
CREATE VIEW open_shops AS SELECT id FROM shop;
CREATE FUNCTION price(item integer) RETURNS numeric LANGUAGE sql AS 'SELECT 10';
CREATE FUNCTION tax(item integer) RETURNS numeric LANGUAGE sql AS 'SELECT 10';
