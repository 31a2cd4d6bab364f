CREATE TABLE letters (id bigint PRIMARY KEY, sent date);
