-- What objects know of each other does not hang on names.
ALTER TYPE shop.mood RENAME VALUE 'sad' TO 'blue';
ALTER TYPE shop.mood RENAME TO feelings;
ALTER FUNCTION shop.code() RENAME TO new_code;
ALTER FUNCTION shop.touch() RENAME TO touch_row;
ALTER SEQUENCE shop.numbers RENAME TO customer_numbers;
ALTER SEQUENCE shop.orders_id_seq RENAME TO order_ids;
ALTER DOMAIN shop.price RENAME TO amount;
ALTER TABLE shop.customers RENAME COLUMN code TO kind;
ALTER TABLE shop.customers RENAME TO clients;
ALTER TABLE shop.orders RENAME CONSTRAINT orders_customer_id_fkey TO orders_client;
ALTER TABLE shop.clients RENAME CONSTRAINT email_known TO email_unique;
ALTER TRIGGER noticed ON shop.clients RENAME TO seen;
ALTER POLICY own ON shop.clients RENAME TO own_row;
ALTER RULE silent ON shop.clients RENAME TO quiet;
ALTER INDEX shop.orders_customer RENAME TO orders_client_idx;
ALTER VIEW shop.totals RENAME COLUMN total TO spent;
ALTER VIEW shop.totals RENAME TO sums;
