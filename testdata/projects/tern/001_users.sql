CREATE TABLE users (id bigint PRIMARY KEY, email text);

---- create above / drop below ----

DROP TABLE users;
