--! Previous: sha1:1
--! Hash: sha1:2

--! no-transaction
CREATE INDEX CONCURRENTLY users_email ON users (email);
