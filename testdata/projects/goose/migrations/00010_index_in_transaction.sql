-- +goose Up
-- +goose StatementBegin
CREATE INDEX CONCURRENTLY users_email2 ON users (email);
-- +goose StatementEnd
