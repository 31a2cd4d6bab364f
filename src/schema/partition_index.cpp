#include "schema/partition_index.h"

namespace pginterlock {

std::vector<QualifiedName> with_partition_indexes(const Schema& schema, const QualifiedName& index) {
  std::vector<QualifiedName> names{index};
  for (std::size_t i = 0; i < names.size(); ++i) {
    const QualifiedName parent = names[i];
    const Relation* table = schema.table_of_index(parent);
    if (table == nullptr || table->kind != RelationKind::partitioned_table) continue;
    for (const QualifiedName& name : table->children) {
      const Relation* partition = schema.relation(name);
      for (std::size_t n = 0; partition != nullptr && n < partition->indexes.size(); ++n) {
        const TableIndex& one = *partition->indexes[n];
        if (one.parent == parent) names.push_back({name.schema, one.name});
      }
    }
  }
  return names;
}

}  // namespace pginterlock
