// How runners tell what they have run: by version or name, with or without a checksum, in which order.
#include <algorithm>
#include <iterator>

#include "migration/revision.h"

namespace pginterlock {

LateArrival late_arrival(const Framework& framework) {
  struct Row {
    std::string_view id;
    LateArrival does;
  };
  // From the sources and the documentation of each tool.
  static constexpr Row rows[] = {
      {"goose", LateArrival::refused},             // goose up: "found N missing migrations", unless -allow-missing
      {"flyway", LateArrival::refused},            // validateOnMigrate, unless outOfOrder
      {"refinery", LateArrival::refused},          // abort_missing
      {"supabase", LateArrival::refused},          // db push, unless --include-all
      {"node-pg-migrate", LateArrival::refused},   // checkOrder
      {"atlas", LateArrival::refused},             // exec-order linear
      {"graphile-migrate", LateArrival::refused},  // each migration names the hash of the one before it
      {"golang-migrate", LateArrival::skipped},    // keeps the last version alone
      {"tern", LateArrival::skipped},              // the same
      {"drizzle", LateArrival::skipped},           // compares with the time of the last one
      {"sqitch", LateArrival::skipped},            // goes on behind the last deployed change of the plan
      {"prisma", LateArrival::applied},
      {"dbmate", LateArrival::applied},
      {"diesel", LateArrival::applied},
      {"sqlx", LateArrival::applied},
      {"sqlx-simple", LateArrival::applied},
      {"sql-migrate", LateArrival::applied},
      {"yoyo", LateArrival::applied},
      {"liquibase", LateArrival::applied},
  };
  const auto* row =
      std::find_if(std::begin(rows), std::end(rows), [&](const Row& one) { return one.id == framework.id; });
  return row == std::end(rows) ? LateArrival::unknown : row->does;
}

bool refuses_edits(const Framework& framework) {
  static constexpr std::string_view ids[] = {"flyway",    "sqlx",  "sqlx-simple",     "refinery",
                                             "liquibase", "atlas", "graphile-migrate"};
  return std::find(std::begin(ids), std::end(ids), framework.id) != std::end(ids);
}

bool knows_by_version(const Framework& framework) {
  static constexpr std::string_view ids[] = {"golang-migrate", "goose",       "dbmate",   "diesel",
                                             "sqlx",           "sqlx-simple", "supabase", "tern"};
  return std::find(std::begin(ids), std::end(ids), framework.id) != std::end(ids);
}

}  // namespace pginterlock
