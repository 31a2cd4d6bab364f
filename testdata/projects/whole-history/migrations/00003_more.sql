-- Something else made that one; nothing is taken to be absent from there on.
-- +goose Up
-- +goose NO TRANSACTION
CREATE INDEX CONCURRENTLY orders_created ON orders (created);
-- +goose Down
-- +goose NO TRANSACTION
DROP INDEX CONCURRENTLY orders_created;
