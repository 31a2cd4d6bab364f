-- +goose Up
DROP TABLE IF EXISTS made_by_hand;
CREATE EXTENSION pgcrypto;
CREATE TABLE users (id uuid PRIMARY KEY DEFAULT gen_random_uuid());
INSERT INTO goose_db_version (version_id, is_applied) VALUES (0, true);
-- +goose Down
DROP TABLE users;
