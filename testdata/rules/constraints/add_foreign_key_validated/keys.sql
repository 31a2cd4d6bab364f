ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users;  -- expect: add-foreign-key-validated
ALTER TABLE orders ADD CONSTRAINT a FOREIGN KEY (user_id) REFERENCES users NOT VALID;
ALTER TABLE orders ADD COLUMN owner_id bigint REFERENCES users;
ALTER TABLE orders ADD COLUMN editor_id bigint DEFAULT 1 REFERENCES users;  -- expect: add-foreign-key-validated
CREATE TABLE items (order_id bigint REFERENCES orders);
ALTER TABLE items ADD FOREIGN KEY (order_id) REFERENCES orders;
