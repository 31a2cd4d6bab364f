// CREATE SEQUENCE, ALTER SEQUENCE.
#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "effects/existence.h"
#include "effects/families.h"
#include "effects/targets.h"
#include "pg/types.h"
#include "schema/sequence_range.h"

namespace pginterlock::effects {

namespace {

using pg::as;
using pg::each;
using pg::text;

/// OWNED BY table.column locks the table ACCESS SHARE. Source: sequence.c, process_owned_by.
void lock_owner(const QualifiedName& sequence, const ::List* options, EffectsBuilder& out) {
  for (const auto& option : each<DefElem>(options)) {
    if (text(option.defname) != "owned_by") continue;
    const std::vector<std::string> names = pg::strings_of(as<List>(option.arg));
    if (names.size() < 2) return;  // OWNED BY NONE
    const QualifiedName written{names.size() > 2 ? names[names.size() - 3] : "", names[names.size() - 2]};
    const auto table = find_target(written, out);
    if (!table) return;
    out.lock(table->name, LockMode::access_share);
    const std::string& column = names.back();
    if (sequence.schema != table->name.schema) {
      out.fail(FailureKind::invalid_definition, "55000", "sequence must be in same schema as table it is linked to");
    } else if (table->known != nullptr && table->known->complete && table->known->column(column) == nullptr) {
      out.fail(FailureKind::undefined_object, "42703",
               "column " + quoted(column) + " of relation " + quoted(table->name.name.str()) + " does not exist");
    }
  }
}

bool owned_by_changes(const ::List* options) {
  return std::any_of(each<DefElem>(options).begin(), each<DefElem>(options).end(),
                     [](const DefElem& option) { return text(option.defname) == "owned_by"; });
}

void invalid(std::string message, EffectsBuilder& out) {
  out.fail(FailureKind::invalid_definition, "22023", std::move(message));
}

/// An option stands once. Source: sequence.c, init_params, errorConflictingDefElem.
bool check_repetition(const ::List* options, EffectsBuilder& out) {
  std::vector<std::string_view> names;
  for (const auto& option : each<DefElem>(options)) {
    const std::string_view name = text(option.defname);
    if (std::find(names.begin(), names.end(), name) != names.end()) {
      out.fail(FailureKind::invalid_definition, "42601", "conflicting or redundant options");
      return false;
    }
    names.push_back(name);
  }
  return true;
}

bool check_type_option(const ::List* options, EffectsBuilder& out) {
  for (const auto& option : each<DefElem>(options)) {
    const auto* type = text(option.defname) == "as" ? as<TypeName>(option.arg) : nullptr;
    if (type == nullptr) continue;
    const pg::DataType data = pg::type_of(*type);
    if (data.is("int2") || data.is("int4") || data.is("int8")) continue;
    invalid("sequence type must be smallint, integer, or bigint", out);
    return false;
  }
  return true;
}

/// Source: sequence.c, init_params.
void check_range(const std::optional<SequenceRange>& range, EffectsBuilder& out) {
  if (!range) return;
  const auto number = [](std::int64_t value) { return " (" + std::to_string(value) + ")"; };
  if (range->increment == 0) return invalid("INCREMENT must not be zero", out);
  if (range->minimum >= range->maximum) {
    return invalid("MINVALUE" + number(range->minimum) + " must be less than MAXVALUE" + number(range->maximum), out);
  }
  if (range->start < range->minimum) {
    return invalid("START value" + number(range->start) + " cannot be less than MINVALUE" + number(range->minimum),
                   out);
  }
  if (range->start > range->maximum) {
    invalid("START value" + number(range->start) + " cannot be greater than MAXVALUE" + number(range->maximum), out);
  }
}

}  // namespace

// sequence.c, DefineSequence.
void create_sequence(const ::CreateSeqStmt& statement, EffectsBuilder& out) {
  if (!check_creation_schema(*statement.sequence, out)) return;
  if (statement.sequence->relpersistence == 'u' && out.version() < 15) {  // RELPERSISTENCE_UNLOGGED
    out.fail(FailureKind::version, "0A000", "unlogged sequences need PostgreSQL 15");
    return;
  }
  const QualifiedName name = new_name(*statement.sequence, out);
  if (out.known(name) != nullptr) {
    if (!statement.if_not_exists) {
      out.fail(FailureKind::duplicate_object, "42P07", "relation " + quoted(name.name) + " already exists");
    }
    return;
  }
  if (!check_repetition(statement.options, out) || !check_type_option(statement.options, out)) return;
  check_range(range_of_new_sequence(statement.options), out);
  out.lock_new(name, RelationKind::sequence);
  lock_owner(name, statement.options, out);
}

// sequence.c, AlterSequence: SHARE ROW EXCLUSIVE, nextval() waits.
void alter_sequence(const ::AlterSeqStmt& statement, EffectsBuilder& out) {
  const auto sequence = find_target(*statement.sequence, out, statement.missing_ok);
  if (!sequence) return;
  if (sequence->kind_known() && !sequence->is(RelationKind::sequence)) {
    out.fail(FailureKind::wrong_object, "42809", quoted(sequence->name.name.str()) + " is not a sequence");
    return;
  }
  if (!check_repetition(statement.options, out) || !check_type_option(statement.options, out)) return;
  if (sequence->known != nullptr && sequence->known->range) {
    check_range(altered_range(*sequence->known->range, statement.options), out);
  }
  out.lock(sequence->name, LockMode::share_row_exclusive, Certainty::proved, RelationKind::sequence);
  if (owned_by_changes(statement.options) && sequence->known != nullptr && sequence->known->owner_table) {
    const Relation* table = out.known(*sequence->known->owner_table);
    const Column* column = table == nullptr ? nullptr : table->column(sequence->known->owner_column);
    if (column != nullptr && column->identity != Identity::none) {
      out.fail(FailureKind::invalid_definition, "0A000", "cannot change ownership of identity sequence");
      return;
    }
  }
  lock_owner(sequence->name, statement.options, out);
}

}  // namespace pginterlock::effects
