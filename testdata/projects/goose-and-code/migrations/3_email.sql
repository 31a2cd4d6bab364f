-- +goose Up
SET LOCAL lock_timeout = '2s';
ALTER TABLE users DROP COLUMN email;
-- +goose Down
ALTER TABLE users ADD COLUMN email text;
