// What is set of a column beside its definition: STATISTICS, STORAGE, COMPRESSION.
#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "effects/alter_table.h"
#include "effects/targets.h"
#include "pg/catalog.h"
#include "schema/partition_index.h"

namespace pginterlock::effects {

namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

bool invalid(std::string sqlstate, std::string message, EffectsBuilder& out) {
  out.fail(FailureKind::invalid_definition, std::move(sqlstate), std::move(message));
  return true;
}

/// Whether values of the type are of one length, so that they are never stored outside of their row.
bool has_one_length(const Column* column, int version) {
  if (column == nullptr || !column->complete || !column->type.builtin() || column->type.array) return false;
  const auto fact = pg::builtin_type(column->type.name.name.str(), version);
  return fact && fact->length != -1;
}

/// Source: tablecmds.c, ATExecSetStatistics, for indexes: only expressions have statistics of their own.
bool refuses_index_column(const ::AlterTableCmd& action, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const Relation* owner = out.schema().table_of_index(table.name);
  const TableIndex* index = owner == nullptr ? nullptr : owner->index(table.name.name);
  if (index == nullptr || action.num <= 0) return false;
  const auto number = static_cast<std::size_t>(action.num);
  if (number > index->keys.size() + index->include.size()) {
    out.fail(FailureKind::undefined_object, "42703",
             "column number " + std::to_string(number) + " of index " + quoted(index->name) + " does not exist");
    return true;
  }
  const bool plain = number > index->keys.size() || !index->keys[number - 1].column.empty();
  return plain && invalid("0A000", "only expressions of an index have statistics of their own", out);
}

bool is_index(const AlteredTable& table) {
  return table.relation != nullptr && table.relation->kind == RelationKind::index;
}

}  // namespace

void set_statistics(const ::AlterTableCmd& action, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  if (is_index(table)) {
    if (refuses_index_column(action, table)) return;
    for (const QualifiedName& name : with_partition_indexes(out.schema(), table.name)) {
      out.lock(name, table.mode, Certainty::proved, RelationKind::index);
    }
  } else if (action.name == nullptr && table.relation != nullptr) {
    invalid("0A000", "only columns of an index can be told by number", out);
    return;
  }
  const auto* target = pg::as<Integer>(action.def);
  if (target != nullptr && target->ival < -1) invalid("22023", "the statistics target is too low", out);
}

// Source: tablecmds.c, GetAttributeStorage.
void set_storage(const ::AlterTableCmd& action, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const auto* written = pg::as<String>(action.def);
  if (written == nullptr) return;
  constexpr std::array<std::string_view, 5> known = {"plain", "external", "extended", "main", "default"};
  const std::string storage = lower(pg::text(written->sval));
  if (std::find(known.begin(), known.end(), storage) == known.end()) {
    invalid("22023", "invalid storage type " + quoted(storage), out);
    return;
  }
  const bool plain = storage == "plain" || storage == "default";
  if (!plain && has_one_length(table.column(pg::text(action.name)), out.version())) {
    invalid("0A000", "a column of one length can only have storage PLAIN", out);
  }
}

// Source: tablecmds.c, GetAttributeCompression.
void set_compression(const ::AlterTableCmd& action, const AlteredTable& table) {
  EffectsBuilder& out = table.out;
  const auto* written = pg::as<String>(action.def);
  if (written == nullptr || out.version() < 14) return;
  const std::string method(pg::text(written->sval));
  const bool is_default = method == "default";
  if (!is_default && has_one_length(table.column(pg::text(action.name)), out.version())) {
    invalid("0A000", "the type of the column does not support compression", out);
  } else if (!is_default && method != "pglz" && method != "lz4") {
    invalid("22023", "invalid compression method " + quoted(method), out);
  }
}

}  // namespace pginterlock::effects
