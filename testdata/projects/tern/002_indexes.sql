---- tern: disable-tx ----
CREATE INDEX CONCURRENTLY users_email ON users (email);
CREATE INDEX CONCURRENTLY users_email2 ON users (email);

---- create above / drop below ----

DROP INDEX users_email, users_email2;
