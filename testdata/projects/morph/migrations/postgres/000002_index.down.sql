-- morph:nontransactional
DROP INDEX CONCURRENTLY users_email;
