-- A table that no migration makes.
-- +goose Up
-- +goose NO TRANSACTION
CREATE INDEX CONCURRENTLY user_created ON user_accounts (created);
-- +goose Down
-- +goose NO TRANSACTION
DROP INDEX CONCURRENTLY user_created;
