CREATE TABLE devices (id bigint PRIMARY KEY, name text NOT NULL);
