#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "migration/discover.h"

namespace pginterlock {

/// Puts the migrations of one history into the order in which their runner applies them. `plan`: the places of names
/// in the list that the runner follows, by version (sqitch) or by file name (Drizzle).
using Plan = std::unordered_map<std::string, std::size_t>;
void put_in_order(std::vector<MigrationFile>& files, FileOrder order, const Plan& plan);

/// The changes of a sqitch.plan. A change that is reworked later stands in the file name@tag: the tag after it.
Plan read_sqitch_plan(std::string_view text);
/// The entries of Drizzle's meta/_journal.json: names of files without ".sql".
Plan read_drizzle_journal(std::string_view text);

/// The name by which a plan knows a migration.
std::string plan_name(const MigrationFile& file);

}  // namespace pginterlock
