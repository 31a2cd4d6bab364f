DROP INDEX users_email2;
