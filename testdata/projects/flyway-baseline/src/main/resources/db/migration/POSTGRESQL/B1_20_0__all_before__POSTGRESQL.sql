CREATE TABLE devices (id bigint PRIMARY KEY, name text NOT NULL);
CREATE TABLE jobs (id bigint PRIMARY KEY, device_id bigint REFERENCES devices (id));
