-- postgres-migrations disable-transaction
CREATE INDEX CONCURRENTLY users_email ON users (email);
