// Values of a table's row type in the columns of others.
#include <algorithm>

#include "effects/column_type.h"
#include "effects/targets.h"

namespace pginterlock::effects {

std::optional<std::string> column_of_row_type(const QualifiedName& table, const EffectsBuilder& out) {
  std::vector<QualifiedName> types{table};
  for (std::size_t i = 0; i < types.size(); ++i) {
    const QualifiedName type = types[i];
    const auto users = relations_mentioning(type.name, out.schema(), [&](const Relation& relation) {
      return std::any_of(relation.columns.begin(), relation.columns.end(),
                         [&](const auto& column) { return column->type.name == type; });
    });
    for (const QualifiedName& name : users) {
      const Relation* user = out.known(name);
      const bool stores = user->kind == RelationKind::table || user->kind == RelationKind::materialized_view ||
                          user->kind == RelationKind::partitioned_table;
      if (stores && name != table) return name.plain();
      if (user->kind == RelationKind::composite_type && std::find(types.begin(), types.end(), name) == types.end()) {
        types.push_back(name);
      }
    }
  }
  return std::nullopt;
}

}  // namespace pginterlock::effects
