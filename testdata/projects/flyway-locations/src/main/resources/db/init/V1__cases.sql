CREATE TABLE cases (id bigint PRIMARY KEY, opened date NOT NULL);
