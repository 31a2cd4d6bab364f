-- pg: 18
-- file: 0001_orders.sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE orders (
  id bigint PRIMARY KEY,
  user_id bigint CONSTRAINT orders_user_id_fkey REFERENCES users (id) NOT ENFORCED
);
-- file: 0002_enforce.sql
SET lock_timeout = '2s';
ALTER TABLE orders ALTER CONSTRAINT orders_user_id_fkey ENFORCED;  -- expect: add-foreign-key-validated
ALTER TABLE orders ALTER CONSTRAINT orders_user_id_fkey NOT ENFORCED;
