#include "migration/frameworks.h"

#include <algorithm>
#include <array>

namespace pginterlock {

namespace {

using Tx = TransactionMode;
using Back = RollbackConvention;

// How each tool sends a migration, from its sources and documentation. One message with several statements is an
// implicit transaction block (postgres.c, exec_simple_query).
constexpr std::array table = {
    Framework{"plain", Tx::none, false, Back::none},                  // psql -f
    Framework{"rollback-file", Tx::none, false, Back::sibling_file},  // psql -f, N_rollback.sql beside
    Framework{"golang-migrate", Tx::none, true, Back::sibling_file},  // N_x.up.sql, N_x.down.sql
    Framework{"goose", Tx::file, false, Back::section},               // -- +goose Up
    Framework{"dbmate", Tx::file, true, Back::section},               // -- migrate:up
    Framework{"sql-migrate", Tx::file, false, Back::section},         // -- +migrate Up
    Framework{"sqitch", Tx::none, false, Back::sibling_file},         // deploy/ and revert/, psql
    Framework{"diesel", Tx::file, true, Back::sibling_file},          // x/up.sql, x/down.sql
    Framework{"sqlx", Tx::file, true, Back::sibling_file},            // N_x.up.sql in a Cargo project
    Framework{"sqlx-simple", Tx::file, true, Back::none},             // N_x.sql in a Cargo project
    Framework{"flyway", Tx::file, false, Back::sibling_file},         // V1__x.sql, U1__x.sql
    Framework{"prisma", Tx::none, true, Back::none},                  // x/migration.sql
    Framework{"supabase", Tx::none, true, Back::none},                // supabase/migrations/
    Framework{"drizzle", Tx::run, false, Back::none},                 // --> statement-breakpoint
};

}  // namespace

std::span<const Framework> frameworks() { return table; }

const Framework* find_framework(std::string_view id) {
  const auto* found = std::find_if(table.begin(), table.end(), [&](const Framework& row) { return row.id == id; });
  return found == table.end() ? nullptr : found;
}

std::string_view name(Direction direction) { return direction == Direction::up ? "up" : "down"; }

std::string_view name(TransactionMode mode) {
  switch (mode) {
    case TransactionMode::none:
      return "none";
    case TransactionMode::implicit:
      return "implicit";
    case TransactionMode::file:
      return "file";
    case TransactionMode::run:
      return "run";
  }
  return "none";
}

}  // namespace pginterlock
