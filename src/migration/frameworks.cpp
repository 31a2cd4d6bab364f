#include "migration/frameworks.h"

#include <algorithm>
#include <array>

namespace pginterlock {

namespace {

using Back = RollbackConvention;

// How each tool sends a migration, from its sources and documentation.
constexpr std::array table = {
    Framework{"plain", Wrap::none, Send::psql, Back::none},                  // psql -f
    Framework{"rollback-file", Wrap::none, Send::psql, Back::sibling_file},  // psql -f, N_rollback.sql beside
    Framework{"golang-migrate", Wrap::none, Send::whole, Back::sibling_file},
    Framework{"goose", Wrap::file, Send::statement, Back::section},
    Framework{"dbmate", Wrap::file, Send::whole, Back::section},
    Framework{"sql-migrate", Wrap::file, Send::statement, Back::section},
    Framework{"sqitch", Wrap::none, Send::psql, Back::sibling_file},
    Framework{"diesel", Wrap::file, Send::whole, Back::sibling_file},
    Framework{"sqlx", Wrap::file, Send::whole, Back::sibling_file},
    Framework{"sqlx-simple", Wrap::file, Send::whole, Back::none},
    Framework{"flyway", Wrap::file, Send::statement, Back::sibling_file},
    Framework{"prisma", Wrap::none, Send::whole, Back::none},
    Framework{"supabase", Wrap::none, Send::pipeline, Back::none},
    Framework{"drizzle", Wrap::run, Send::statement, Back::none},
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

TransactionMode transaction_mode(Wrap wrap, Send send) {
  switch (wrap) {
    case Wrap::none:
      return send == Send::whole || send == Send::pipeline ? TransactionMode::implicit : TransactionMode::none;
    case Wrap::file:
    case Wrap::changeset:
      return TransactionMode::file;
    case Wrap::run:
      return TransactionMode::run;
  }
  return TransactionMode::none;
}

}  // namespace pginterlock
