-- txn-mode = on
CREATE TABLE users (id bigint PRIMARY KEY, email text);
