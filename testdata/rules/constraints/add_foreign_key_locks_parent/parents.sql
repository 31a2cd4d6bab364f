CREATE TABLE items (order_id bigint REFERENCES orders);  -- expect: add-foreign-key-locks-parent
CREATE TABLE parts (id bigint PRIMARY KEY, whole bigint REFERENCES parts);
CREATE TABLE screws (part bigint REFERENCES parts);
ALTER TABLE orders ADD COLUMN owner_id bigint REFERENCES users;  -- expect: add-foreign-key-locks-parent
ALTER TABLE orders ADD CONSTRAINT a FOREIGN KEY (user_id) REFERENCES users NOT VALID;  -- expect: add-foreign-key-locks-parent
ALTER TABLE screws ADD FOREIGN KEY (part) REFERENCES orders;  -- expect: add-foreign-key-locks-parent
ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users;
