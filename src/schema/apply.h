#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "pg/script.h"
#include "schema/schema.h"

namespace pginterlock {

/// Where a statement stands when it changes the schema.
struct ApplyContext {
  const pg::Statement& statement;
  const std::vector<std::string>& search_path;
  std::size_t migration = 0;
  std::size_t transaction = 0;
  int pg_version = 15;
  bool in_transaction = false;  // a transaction block is open around the statement
  bool whole_history = false;   // in the schema public there is nothing but what scripts made
};

/// Changes the schema as the statement does when it succeeds. What it does to things that are unknown stays unknown; a
/// statement that is not understood changes nothing.
void apply_to_schema(const ApplyContext& context, Schema& schema);

}  // namespace pginterlock
