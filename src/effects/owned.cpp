// Roles and what they own.
#include <algorithm>

#include "effects/drop.h"
#include "effects/existence.h"
#include "effects/families.h"

namespace pginterlock::effects {

namespace {

using pg::each;
using pg::text;

/// The relations that scripts gave to the role.
std::vector<QualifiedName> relations_of(std::string_view role, const EffectsBuilder& out) {
  return relations_where(out.schema(), [&](const Relation& relation) { return relation.owner == role; });
}

/// A role that scripts made owns what scripts gave it.
bool all_is_known(std::string_view role, const EffectsBuilder& out) {
  const NamedObject* known = out.schema().others.find({"role", std::string(role)});
  return known != nullptr && known->origin && known->origin->certain;
}

/// The roles of the system. Source: pg_shdepend.c, shdepDropOwned, isSharedObjectPinned.
bool check_droppable(std::string_view role, EffectsBuilder& out) {
  if (!role.starts_with("pg_")) return true;
  out.fail(
      FailureKind::dependent_objects, "2BP01",
      "cannot drop objects owned by role " + std::string(role) + " because they are required by the database system");
  return false;
}

}  // namespace

// user.c, DropRole.
void drop_roles(const ::DropRoleStmt& statement, EffectsBuilder& out) {
  for (const auto& role : each<RoleSpec>(statement.roles)) {
    const std::string_view name = text(role.rolename);
    const QualifiedName key{"role", std::string(name)};
    if (!find_object(OBJECT_ROLE, key, out, statement.missing_ok)) continue;
    out.lose({.kind = ObjectKind::role, .object = pg::quote_identifier(name)});
    if (role.roletype == ROLESPEC_CSTRING && !relations_of(name, out).empty()) {
      out.fail(FailureKind::dependent_objects, "2BP01",
               "role " + quoted(name) + " cannot be dropped because some objects depend on it");
    }
  }
}

// pg_shdepend.c, shdepDropOwned.
void drop_owned(const ::DropOwnedStmt& statement, EffectsBuilder& out) {
  RelationDrop drop(statement.behavior == DROP_CASCADE, out);
  for (const auto& role : each<RoleSpec>(statement.roles)) {
    const std::string_view name = text(role.rolename);
    if (!check_role(&role, out) || !check_droppable(name, out)) continue;
    const std::string object = "everything that " + quoted(name) + " owns";
    const auto owned = relations_of(name, out);
    // REASSIGN OWNED took all from the role that it had in this database.
    const bool reassigned = owned.empty() && out.schema().others.find(reassigned_key(name)) != nullptr;
    const bool all = reassigned || all_is_known(name, out);
    const Certainty certainty = all ? Certainty::proved : Certainty::assumed;
    out.lose({.kind = ObjectKind::other, .object = object, .data = !all || !owned.empty(), .certainty = certainty});
    for (const QualifiedName& relation : owned) drop.add(relation, out.known(relation)->kind, true);
    if (!all) out.unknown("which objects DROP OWNED drops is not known", true);
  }
  drop.run();
}

// pg_shdepend.c, shdepReassignOwned; tablecmds.c, ATExecChangeOwner: ACCESS EXCLUSIVE on the relation and its indexes.
void reassign_owned(const ::ReassignOwnedStmt& statement, EffectsBuilder& out) {
  check_role(statement.newrole, out);
  for (const auto& role : each<RoleSpec>(statement.roles)) {
    if (!check_role(&role, out)) continue;
    const std::string_view name = text(role.rolename);
    for (const QualifiedName& relation : relations_of(name, out)) {
      out.lock(relation, LockMode::access_exclusive);
      out.lock_indexes(relation, LockMode::access_exclusive);
    }
    if (!all_is_known(name, out)) out.unknown("which relations REASSIGN OWNED locks is not known");
  }
}

}  // namespace pginterlock::effects
