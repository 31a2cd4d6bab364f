#include "migration/frameworks.h"

#include <algorithm>
#include <array>

namespace pginterlock {

namespace {

using Back = RollbackConvention;

// How each tool orders and sends migrations, from its sources and documentation.
constexpr std::array table = {
    Framework{"plain", Wrap::none, Send::psql, Back::none},                  // psql -f
    Framework{"rollback-file", Wrap::none, Send::psql, Back::sibling_file},  // psql -f, N_rollback.sql beside
    Framework{"golang-migrate", Wrap::none, Send::whole, Back::sibling_file},
    Framework{"goose", Wrap::file, Send::statement, Back::section},
    Framework{"dbmate", Wrap::file, Send::whole, Back::section, FileOrder::bytes},
    Framework{"sql-migrate", Wrap::file, Send::statement, Back::section},
    Framework{"tern", Wrap::file, Send::whole, Back::section},
    Framework{"sqitch", Wrap::none, Send::psql, Back::sibling_file, FileOrder::plan},
    Framework{"diesel", Wrap::file, Send::whole, Back::sibling_file, FileOrder::dashes},
    Framework{"sqlx", Wrap::file, Send::whole, Back::sibling_file},
    Framework{"sqlx-simple", Wrap::file, Send::whole, Back::none},
    Framework{"refinery", Wrap::file, Send::whole, Back::none, FileOrder::version},
    Framework{"flyway", Wrap::file, Send::statement, Back::sibling_file, FileOrder::version},
    Framework{"evolve", Wrap::file, Send::whole, Back::none, FileOrder::version},
    Framework{"pgmigrate", Wrap::run, Send::statement, Back::none, FileOrder::version},
    Framework{"liquibase", Wrap::changeset, Send::statement, Back::section},
    Framework{"prisma", Wrap::none, Send::whole, Back::none, FileOrder::bytes},
    Framework{"prisma-7.4", Wrap::none, Send::statement, Back::none, FileOrder::bytes},  // and newer
    Framework{"supabase", Wrap::none, Send::pipeline, Back::none, FileOrder::bytes},
    Framework{"drizzle", Wrap::run, Send::statement, Back::none, FileOrder::plan},
    Framework{"drizzle-1", Wrap::run, Send::statement, Back::none, FileOrder::bytes},
    Framework{"hasura", Wrap::file, Send::whole, Back::sibling_file},
    Framework{"sourcegraph", Wrap::file, Send::whole, Back::sibling_file},
    Framework{"node-pg-migrate", Wrap::run, Send::whole, Back::section},
    Framework{"db-migrate", Wrap::file, Send::whole, Back::sibling_file, FileOrder::bytes},
    Framework{"graphile-migrate", Wrap::file, Send::whole, Back::none},
    Framework{"postgres-migrations", Wrap::file, Send::whole, Back::none},
    Framework{"morph", Wrap::file, Send::whole, Back::sibling_file},
    Framework{"popx", Wrap::file, Send::whole, Back::sibling_file},
    Framework{"atlas", Wrap::file, Send::statement, Back::none, FileOrder::bytes},
    Framework{"yoyo", Wrap::file, Send::statement, Back::sibling_file, FileOrder::depends},
    Framework{"bytebase", Wrap::file, Send::statement, Back::none},
    // Scripts that another tool wrote, with its BEGIN and COMMIT in the text; psql runs them.
    Framework{"alembic-sql", Wrap::none, Send::psql, Back::none},
    Framework{"django-sqlmigrate", Wrap::none, Send::psql, Back::none},
    Framework{"efcore-script", Wrap::none, Send::psql, Back::none},
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
