-- atlas:txmode none

CREATE INDEX CONCURRENTLY users_email ON users (email);
CREATE INDEX CONCURRENTLY users_email2 ON users (email);
