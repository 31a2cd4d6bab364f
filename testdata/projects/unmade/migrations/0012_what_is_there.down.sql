SET lock_timeout = '2s';
CREATE VIEW names AS SELECT name FROM users;
