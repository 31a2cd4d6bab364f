#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/schema.h"

namespace pginterlock {

/// A name for a constraint that PostgreSQL names itself: table_name2_label, with a number behind it until no known
/// constraint of the schema has it. Source: pg_constraint.c, ChooseConstraintName.
std::string choose_constraint_name(const Schema& schema, const QualifiedName& table, std::string_view name2,
                                   std::string_view label);

/// The same for a constraint with an index, which shares its name: no relation has it either. Source: indexcmds.c,
/// ChooseIndexName.
std::string choose_index_constraint_name(const Schema& schema, const QualifiedName& table, std::string_view name2,
                                         std::string_view label);

/// Columns as they stand in the name of a foreign key or a UNIQUE constraint: a_b. Source: tablecmds.c,
/// ChooseForeignKeyConstraintNameAddition.
std::string joined_for_name(const std::vector<std::string>& columns);

}  // namespace pginterlock
