#pragma once

#include <optional>
#include <string_view>

#include "migration/migration.h"

namespace pginterlock {

/// What a file says about itself in comments at the start of a line.
struct Sections {
  const Framework* framework = nullptr;  // whose markers they are; null: the file has none
  Span up;
  std::optional<Span> down;
  bool no_transaction = false;  // the marker by which the file asks for no transaction
  std::string_view words;       // the marker that told
};

/// Finds the markers of goose (-- +goose Up), sql-migrate (-- +migrate Up), dbmate (-- migrate:up), tern (---- create
/// above / drop below ----), node-pg-migrate (-- Up Migration), Drizzle (--> statement-breakpoint) and Liquibase
/// (--liquibase formatted sql) and cuts the file at them; Liquibase's units are cut by changesets_in().
Sections find_sections(std::string_view text);

}  // namespace pginterlock
