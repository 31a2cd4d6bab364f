// GRANT, REVOKE, ALTER DEFAULT PRIVILEGES.
#include <algorithm>
#include <array>
#include <vector>

#include "effects/existence.h"
#include "effects/families.h"
#include "effects/routine_lookup.h"
#include "pg/lexer.h"

namespace pginterlock::effects {

namespace {

using pg::as;
using pg::each;
using pg::text;

/// On which kinds of objects a privilege can be granted. Source: acl.h, ACL_ALL_RIGHTS_*.
struct Privilege {
  std::string_view name;
  int since = 12;
  bool table = false;
  bool sequence = false;
  bool database = false;
  bool schema = false;
  bool routine = false;
  bool usage = false;  // languages, types, foreign data wrappers and servers
};
constexpr std::array privileges = {
    Privilege{.name = "select", .table = true, .sequence = true},
    Privilege{.name = "insert", .table = true},
    Privilege{.name = "update", .table = true, .sequence = true},
    Privilege{.name = "delete", .table = true},
    Privilege{.name = "truncate", .table = true},
    Privilege{.name = "references", .table = true},
    Privilege{.name = "trigger", .table = true},
    Privilege{.name = "maintain", .since = 17, .table = true},
    Privilege{.name = "usage", .sequence = true, .schema = true, .usage = true},
    Privilege{.name = "create", .database = true, .schema = true},
    Privilege{.name = "connect", .database = true},
    Privilege{.name = "temp", .database = true},
    Privilege{.name = "temporary", .database = true},
    Privilege{.name = "execute", .routine = true},
};

/// Whether objects of the kind have the privilege. Kinds that are not looked into have all.
bool fits(const Privilege& privilege, ObjectType type) {
  switch (type) {
    case OBJECT_TABLE:
      return privilege.table || privilege.sequence;
    case OBJECT_SEQUENCE:
      return privilege.sequence;
    case OBJECT_DATABASE:
      return privilege.database;
    case OBJECT_SCHEMA:
      return privilege.schema;
    case OBJECT_FUNCTION:
    case OBJECT_PROCEDURE:
    case OBJECT_ROUTINE:
      return privilege.routine;
    case OBJECT_LANGUAGE:
    case OBJECT_TYPE:
    case OBJECT_DOMAIN:
    case OBJECT_FDW:
    case OBJECT_FOREIGN_SERVER:
      return privilege.usage;
    default:
      return true;
  }
}

const Privilege* privilege_named(std::string_view name) {
  const auto found = std::find_if(privileges.begin(), privileges.end(),
                                  [&](const Privilege& one) { return pg::same_word(name, one.name); });
  return found == privileges.end() ? nullptr : &*found;
}

/// Source: aclchk.c, string_to_privilege, ExecuteGrantStmt.
bool check_privileges(const ::GrantStmt& statement, EffectsBuilder& out) {
  const bool parameter = statement.objtype == OBJECT_PARAMETER_ACL;
  for (const auto& written : each<AccessPriv>(statement.privileges)) {
    if (written.priv_name == nullptr || parameter) continue;
    const std::string_view name = text(written.priv_name);
    const Privilege* privilege = privilege_named(name);
    if (privilege == nullptr || privilege->since > out.version()) {
      out.fail(FailureKind::invalid_definition, "42601", "unrecognized privilege type " + quoted(name));
      return false;
    }
    if (fits(*privilege, statement.objtype)) continue;
    out.fail(FailureKind::invalid_definition, "0LP01", "invalid privilege type " + std::string(name));
    return false;
  }
  return true;
}

/// Source: aclchk.c, ExecGrant_Relation, ExecGrant_Attribute.
void grant_on_relation(const ::GrantStmt& statement, const ::RangeVar& relation, EffectsBuilder& out) {
  const auto target = find_target(relation, out);
  if (!target) return;
  const std::string& name = target->name.name;
  if (target->kind_known() && (target->is(RelationKind::index) || target->is(RelationKind::composite_type))) {
    const bool index = target->is(RelationKind::index);
    out.fail(FailureKind::wrong_object, "42809", quoted(name) + (index ? " is an index" : " is a composite type"));
    return;
  }
  for (const auto& written : each<AccessPriv>(statement.privileges)) {
    const Privilege* privilege = written.priv_name == nullptr ? nullptr : privilege_named(text(written.priv_name));
    const bool sequence = target->is(RelationKind::sequence);
    if (privilege != nullptr && target->kind_known() && !sequence && !privilege->table) {
      out.fail(FailureKind::invalid_definition, "0LP01",
               "invalid privilege type " + std::string(privilege->name) + " for table");
      return;
    }
    for (const auto& column : each<String>(written.cols)) {
      const bool missing =
          target->known != nullptr && target->known->complete && target->known->column(text(column.sval)) == nullptr;
      if (!missing) continue;
      out.fail(FailureKind::undefined_object, "42703",
               "column " + quoted(text(column.sval)) + " of relation " + quoted(name) + " does not exist");
      return;
    }
  }
  // Since 18 the relations are locked.
  if (out.version() < 18 || is_system_catalog(target->name)) return;
  out.lock(target->name, LockMode::access_share, Certainty::proved,
           statement.objtype == OBJECT_SEQUENCE ? RelationKind::sequence : RelationKind::table);
}

void grant_on_object(const ::GrantStmt& statement, const ::Node* object, EffectsBuilder& out) {
  switch (statement.objtype) {
    case OBJECT_FUNCTION:
    case OBJECT_PROCEDURE:
    case OBJECT_ROUTINE:
      if (const auto* routine = as<ObjectWithArgs>(object)) find_routine(statement.objtype, *routine, out);
      return;
    case OBJECT_TYPE:
    case OBJECT_DOMAIN:
      if (const auto* names = as<List>(object)) check_type_named(names, out);
      return;
    case OBJECT_DATABASE:
    case OBJECT_TABLESPACE:
      return;
    default:
      find_object(statement.objtype, object, out);
      return;
  }
}

void check_grantees(const ::List* grantees, EffectsBuilder& out) {
  for (const auto& role : each<RoleSpec>(grantees)) check_role(&role, out);
}

}  // namespace

// aclchk.c, ExecuteGrantStmt.
void grant(const ::GrantStmt& statement, EffectsBuilder& out) {
  if (statement.objtype == OBJECT_PARAMETER_ACL && out.version() < 15) {
    out.fail(FailureKind::version, "42601", "privileges on parameters need PostgreSQL 15");
    return;
  }
  check_grantees(statement.grantees, out);
  if (!check_privileges(statement, out)) return;
  if (statement.targtype == ACL_TARGET_ALL_IN_SCHEMA) {
    for (const auto& schema : each<String>(statement.objects)) check_schema(text(schema.sval), out);
    return;
  }
  if (statement.targtype != ACL_TARGET_OBJECT) return;
  const bool relations = statement.objtype == OBJECT_TABLE || statement.objtype == OBJECT_SEQUENCE;
  for (std::size_t i = 0; i < pg::length(statement.objects); ++i) {
    const ::Node* object = pg::nth(statement.objects, i);
    if (const auto* relation = relations ? as<RangeVar>(object) : nullptr) {
      grant_on_relation(statement, *relation, out);
    } else {
      grant_on_object(statement, object, out);
    }
  }
}

// user.c, GrantRole, AddRoleMems.
void grant_role(const ::GrantRoleStmt& statement, EffectsBuilder& out) {
  check_grantees(statement.grantee_roles, out);
  for (const auto& granted : each<AccessPriv>(statement.granted_roles)) {
    const std::string_view role = text(granted.priv_name);
    if (role.empty() || !check_role(role, out) || !statement.is_grant) continue;
    for (const auto& member : each<RoleSpec>(statement.grantee_roles)) {
      if (member.roletype != ROLESPEC_CSTRING || text(member.rolename) != role) continue;
      out.fail(FailureKind::invalid_definition, "0LP01",
               "role " + quoted(role) + " is a member of role " + quoted(role));
    }
  }
}

// aclchk.c, ExecAlterDefaultPrivilegesStmt, SetDefaultACL.
void alter_default_privileges(const ::AlterDefaultPrivilegesStmt& statement, EffectsBuilder& out) {
  bool in_schema = false;
  for (const auto& option : each<DefElem>(statement.options)) {
    const bool schemas = text(option.defname) == "schemas";
    for (const auto& schema : each<String>(schemas ? as<List>(option.arg) : nullptr)) {
      in_schema = true;
      check_schema(text(schema.sval), out);
    }
    if (!schemas) check_grantees(as<List>(option.arg), out);
  }
  if (statement.action == nullptr) return;
  check_grantees(statement.action->grantees, out);
  if (!check_privileges(*statement.action, out)) return;
  if (in_schema && statement.action->objtype == OBJECT_SCHEMA) {
    out.fail(FailureKind::invalid_definition, "0LP01",
             "cannot use IN SCHEMA clause when using GRANT/REVOKE ON SCHEMAS");
  }
}

}  // namespace pginterlock::effects
