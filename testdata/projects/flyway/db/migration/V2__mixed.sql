SET lock_timeout = '2s';
CREATE INDEX CONCURRENTLY users_email2 ON users (email);
