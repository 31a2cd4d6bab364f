#include "effects/builder.h"

#include <algorithm>

#include "pg/ast.h"

namespace pginterlock {

namespace {

/// Whether the server fails because of objects that are there, or are not.
bool depends_on_objects(FailureKind kind) {
  switch (kind) {
    case FailureKind::transaction_block:
    case FailureKind::version:
    case FailureKind::concurrently_unsupported:
    case FailureKind::unsafe_enum_value:
    case FailureKind::not_null_without_default:
      return false;
    case FailureKind::dependent_objects:
    case FailureKind::undefined_object:
    case FailureKind::duplicate_object:
    case FailureKind::wrong_object:
    case FailureKind::invalid_definition:
      return true;
  }
  return true;
}

/// The relation that a statement is about; null: another statement.
const ::RangeVar* relation_of(const ::Node* node) {
  if (const auto* alter = pg::as<::AlterTableStmt>(node)) return alter->relation;
  if (const auto* index = pg::as<::IndexStmt>(node)) return index->relation;
  if (const auto* create = pg::as<::CreateStmt>(node)) return create->relation;
  if (const auto* view = pg::as<::ViewStmt>(node)) return view->view;
  if (const auto* rename = pg::as<::RenameStmt>(node)) return rename->relation;
  if (const auto* trigger = pg::as<::CreateTrigStmt>(node)) return trigger->relation;
  if (const auto* insert = pg::as<::InsertStmt>(node)) return insert->relation;
  if (const auto* update = pg::as<::UpdateStmt>(node)) return update->relation;
  if (const auto* remove = pg::as<::DeleteStmt>(node)) return remove->relation;
  if (const auto* move = pg::as<::AlterObjectSchemaStmt>(node)) return move->relation;
  return nullptr;
}

/// Whether the statement is about a relation that code with a condition may have dropped or changed: then it may be
/// another one by now. Asked of statements that fail alone.
bool is_about_doubtful_relation(const EffectsBuilder& out) {
  const auto doubtful = [&](const QualifiedName& name) {
    const Relation* relation = out.known(name);
    return relation != nullptr && !relation->complete && relation->origin && !relation->origin->certain;
  };
  const ::Node* node = out.statement().node;
  if (const ::RangeVar* relation = relation_of(node)) return doubtful(out.resolve(*relation));
  const auto* drop = pg::as<::DropStmt>(node);
  if (drop == nullptr) return false;
  for (const auto& object : pg::each<::List>(drop->objects)) {
    if (doubtful(out.resolve(pg::name_of(&object)))) return true;
  }
  return false;
}

}  // namespace

QualifiedName EffectsBuilder::resolve(const ::RangeVar& relation) const {
  return before_.schema.resolve(relation, before_.session.search_path());
}

QualifiedName EffectsBuilder::resolve(const QualifiedName& written) const {
  return before_.schema.resolve(written, before_.session.search_path());
}

void EffectsBuilder::lock(const QualifiedName& relation, LockMode mode, Certainty certainty, RelationKind kind) {
  const auto held = std::find_if(effects_.locks.begin(), effects_.locks.end(),
                                 [&](const Lock& lock) { return lock.relation == relation; });
  if (held != effects_.locks.end()) {
    if (held->mode < mode) {
      held->mode = mode;
      held->cause = cause();
      held->certainty = certainty;
    }
    return;
  }
  const Relation* relation_known = known(relation);
  effects_.locks.push_back({.relation = relation,
                            .kind = relation_known == nullptr ? kind : relation_known->kind,
                            .mode = mode,
                            .is_new = false,
                            .certainty = certainty,
                            .cause = cause()});
}

void EffectsBuilder::lock_new(const QualifiedName& relation, RelationKind kind, LockMode mode) {
  effects_.locks.push_back({.relation = relation, .kind = kind, .mode = mode, .is_new = true, .cause = cause()});
}

void EffectsBuilder::lock_with_descendants(const QualifiedName& relation, LockMode mode, bool only, RelationKind kind) {
  if (only) {
    lock(relation, mode, Certainty::proved, kind);
    return;
  }
  for (const QualifiedName& name : schema().with_descendants(relation)) lock(name, mode, Certainty::proved, kind);
}

void EffectsBuilder::lock_indexes(const QualifiedName& relation, LockMode mode) {
  const Relation* table = known(relation);
  if (table == nullptr) return;
  for (const auto& index : table->indexes) lock({relation.schema, index->name}, mode);
}

void EffectsBuilder::work(Work work) {
  if (work.cause.empty()) work.cause = cause();
  const auto listed = std::find_if(effects_.work.begin(), effects_.work.end(), [&](const Work& other) {
    return other.kind == work.kind && other.reason == work.reason && other.relation == work.relation &&
           other.index == work.index && other.column == work.column;
  });
  if (listed == effects_.work.end()) {
    effects_.work.push_back(std::move(work));
  } else {
    listed->certainty = std::min(listed->certainty, work.certainty);
  }
}

void EffectsBuilder::lose(Loss loss) {
  if (loss.cause.empty()) loss.cause = cause();
  effects_.losses.push_back(std::move(loss));
}

void EffectsBuilder::breaks(Break broken) {
  if (broken.cause.empty()) broken.cause = cause();
  effects_.breaks.push_back(std::move(broken));
}

void EffectsBuilder::fail(FailureKind kind, std::string sqlstate, std::string message, Certainty certainty) {
  if (before_.unread_changes && depends_on_objects(kind)) {
    // What was in the way may be gone: only of what is missing can something be said, that no script made it.
    if (kind == FailureKind::duplicate_object || kind == FailureKind::dependent_objects) return;
    certainty = Certainty::assumed;
  }
  const bool decided = certainty == Certainty::proved && depends_on_objects(kind);
  if (decided && is_about_doubtful_relation(*this)) certainty = Certainty::assumed;
  effects_.failures.push_back({kind, std::move(sqlstate), std::move(message), cause(), certainty});
}

void EffectsBuilder::unknown(std::string what, bool schema, QualifiedName routine) {
  effects_.unknown.push_back({std::move(what), cause(), schema, std::move(routine)});
}

void EffectsBuilder::keep(Kept kept) {
  if (before_.unread_changes) kept.certainty = Certainty::assumed;
  if (kept.cause.empty()) kept.cause = cause();
  effects_.kept.push_back(std::move(kept));
}

void EffectsBuilder::wait(Wait wait) {
  if (wait.cause.empty()) wait.cause = cause();
  effects_.waits.push_back(std::move(wait));
}

void EffectsBuilder::overload(Overload overload) {
  if (before_.unread_changes) overload.certainty = Certainty::assumed;
  if (overload.cause.empty()) overload.cause = cause();
  effects_.overloads.push_back(std::move(overload));
}

}  // namespace pginterlock
