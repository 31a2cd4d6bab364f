// CREATE SEQUENCE, ALTER SEQUENCE.
#include "effects/families.h"
#include "effects/targets.h"

namespace pginterlock::effects {

namespace {

/// OWNED BY table.column locks the table ACCESS SHARE. Source: sequence.c, process_owned_by.
void lock_owner(const ::List* options, EffectsBuilder& out) {
  for (const auto& option : pg::each<DefElem>(options)) {
    if (pg::text(option.defname) != "owned_by") continue;
    std::vector<std::string> names = pg::strings_of(pg::as<List>(option.arg));
    if (names.size() < 2) return;  // OWNED BY NONE
    const QualifiedName written{names.size() > 2 ? names[names.size() - 3] : "", names[names.size() - 2]};
    const auto table = find_target(written, out);
    if (table) out.lock(table->name, LockMode::access_share);
  }
}

}  // namespace

// sequence.c, DefineSequence.
void create_sequence(const ::CreateSeqStmt& statement, EffectsBuilder& out) {
  const QualifiedName name = new_name(*statement.sequence, out);
  if (out.known(name) != nullptr) {
    if (!statement.if_not_exists) {
      out.fail(FailureKind::duplicate_object, "42P07", "relation " + quoted(name.name) + " already exists");
    }
    return;
  }
  out.lock_new(name, RelationKind::sequence);
  lock_owner(statement.options, out);
}

// sequence.c, AlterSequence: SHARE ROW EXCLUSIVE, nextval() waits.
void alter_sequence(const ::AlterSeqStmt& statement, EffectsBuilder& out) {
  const auto sequence = find_target(*statement.sequence, out, statement.missing_ok);
  if (!sequence) return;
  out.lock(sequence->name, LockMode::share_row_exclusive, Certainty::proved, RelationKind::sequence);
  lock_owner(statement.options, out);
}

}  // namespace pginterlock::effects
