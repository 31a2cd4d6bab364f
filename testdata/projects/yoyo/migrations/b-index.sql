-- transactional: false
-- depends: z-users
CREATE INDEX CONCURRENTLY users_email ON users (email);
