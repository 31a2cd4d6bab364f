#pragma once

#include <string_view>
#include <vector>

#include "migration/migration.h"

namespace pginterlock {

/// What a file says about itself in comments at the start of a line.
struct Sections {
  const Framework* framework = nullptr;  // whose markers they are; null: the file has none
  std::vector<Span> up;                  // what goes up: all of the file without markers
  std::vector<Span> down;                // what goes down; empty: nothing says so
  bool no_transaction = false;           // the marker by which the file asks for no transaction
  std::string_view words;                // the marker that told
};

/// Finds the markers of goose (-- +goose Up), sql-migrate (-- +migrate Up), dbmate (-- migrate:up), tern (---- create
/// above / drop below ----), node-pg-migrate (-- Up Migration), Drizzle (--> statement-breakpoint) and Liquibase
/// (--liquibase formatted sql) and cuts the file at them; Liquibase's units are cut by changesets_in().
Sections find_sections(std::string_view text);

}  // namespace pginterlock
