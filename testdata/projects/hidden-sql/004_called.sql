SET lock_timeout = '2s';

SELECT add_audit('orgs');

DO 'BEGIN
    CREATE INDEX CONCURRENTLY users_email ON users (email);
END';
