CREATE OR REPLACE FUNCTION price(item integer, discount numeric DEFAULT 0) RETURNS numeric
  LANGUAGE sql AS 'SELECT 10 - discount';
CREATE OR REPLACE FUNCTION tax(item bigint) RETURNS numeric LANGUAGE sql AS 'SELECT 11';
DROP FUNCTION tax(integer);
CREATE OR REPLACE FUNCTION size(item integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE OR REPLACE FUNCTION size(item bigint) RETURNS integer LANGUAGE sql AS 'SELECT 1';
