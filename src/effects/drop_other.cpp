// DROP of what is no relation: types, functions, schemas, extensions, roles, databases, …
#include <algorithm>
#include <vector>

#include "effects/drop.h"
#include "effects/families.h"

namespace pginterlock::effects {

namespace {

using pg::as;
using pg::each;
using pg::text;

void cascade_is_unknown(const std::string& object, EffectsBuilder& out) {
  out.unknown("what CASCADE drops with " + object + " is not known", true);
}

/// The columns of a type go with it. Source: dependency.c, doDeletion (RemoveAttributeById: ACCESS EXCLUSIVE).
void drop_columns_of(const UserType& type, bool cascade, EffectsBuilder& out) {
  for (const QualifiedName& name : type.used_by) {
    const Relation* table = out.known(name);
    if (table == nullptr) continue;
    for (const auto& column : table->columns) {
      if (column->type.name != type.name) continue;
      if (!cascade) {
        out.fail(FailureKind::dependent_objects, "2BP01",
                 "cannot drop type " + type.name.plain() + " because column " + column->name + " of table " +
                     name.plain() + " depends on it");
        continue;
      }
      out.lock_with_descendants(name, LockMode::access_exclusive);
      const std::string object = pg::quote_identifier(column->name);
      out.lose({.kind = ObjectKind::column, .object = object, .relation = name, .data = true, .implicit = true});
      out.breaks({.kind = BreakKind::drop,
                  .object_kind = ObjectKind::column,
                  .relation = name,
                  .column = column->name,
                  .object = pg::sql_name(name) + "." + object});
    }
  }
}

bool calls(const Trigger& trigger, const QualifiedName& function) {
  return trigger.function.name == function.name &&
         (trigger.function.schema.empty() || function.schema.empty() || trigger.function.schema == function.schema);
}

/// Triggers that call a function go with it.
void drop_triggers_of(const QualifiedName& function, bool cascade, EffectsBuilder& out) {
  for (const QualifiedName& name : out.schema().tables_with_trigger_calling(function)) {
    for (const auto& trigger : out.known(name)->triggers) {
      if (!calls(*trigger, function)) continue;
      if (!cascade) {
        out.fail(FailureKind::dependent_objects, "2BP01",
                 "cannot drop function " + function.plain() + " because trigger " + trigger->name + " on table " +
                     name.plain() + " depends on it");
        continue;
      }
      out.lock(name, LockMode::access_exclusive);
      out.lose({.kind = ObjectKind::trigger,
                .object = pg::quote_identifier(trigger->name),
                .relation = name,
                .implicit = true});
    }
  }
}

QualifiedName resolve_routine(const QualifiedName& written, const EffectsBuilder& out) {
  if (!written.schema.empty()) return written;
  const auto& path = out.before().session.search_path();
  for (const std::string& schema : path) {
    if (!out.schema().routines_named({schema, written.name}).empty()) return {schema, written.name};
  }
  return {path.empty() ? "public" : path.front(), written.name};
}

}  // namespace

void drop_types(const ::DropStmt& statement, EffectsBuilder& out) {
  const bool cascade = statement.behavior == DROP_CASCADE;
  const bool domain = statement.removeType == OBJECT_DOMAIN;
  for (const auto& object : each<TypeName>(statement.objects)) {
    const QualifiedName written = pg::name_of(object.names);
    const QualifiedName name = out.schema().resolve_type(written, out.before().session.search_path());
    const UserType* type = out.schema().type(name);
    if (type == nullptr && out.schema().types.known_absent(name)) {
      if (!statement.missing_ok) {
        out.fail(FailureKind::undefined_object, "42704", "type " + quoted(written.plain()) + " does not exist");
      }
      continue;
    }
    if (type != nullptr && domain && type->kind != TypeKind::domain) {
      out.fail(FailureKind::wrong_object, "42809", quoted(written.plain()) + " is not a domain");
      continue;
    }
    const ObjectKind kind =
        domain || (type != nullptr && type->kind == TypeKind::domain) ? ObjectKind::domain : ObjectKind::type;
    out.lose({.kind = kind, .object = pg::sql_name(name)});
    out.breaks({.kind = BreakKind::drop, .object_kind = kind, .object = pg::sql_name(name)});
    if (type == nullptr) {
      if (cascade) cascade_is_unknown("the type " + quoted(name.name), out);
      continue;
    }
    if (type->kind == TypeKind::composite) {
      out.lock(name, LockMode::access_exclusive, Certainty::proved, RelationKind::composite_type);
    }
    drop_columns_of(*type, cascade, out);
  }
}

void drop_routines(const ::DropStmt& statement, EffectsBuilder& out) {
  const bool cascade = statement.behavior == DROP_CASCADE;
  const ObjectKind kind = statement.removeType == OBJECT_PROCEDURE ? ObjectKind::procedure : ObjectKind::function;
  for (const auto& object : each<ObjectWithArgs>(statement.objects)) {
    const QualifiedName written = pg::name_of(object.objname);
    const QualifiedName function = resolve_routine(written, out);
    out.lose({.kind = kind, .object = pg::sql_name(function)});
    out.breaks({.kind = BreakKind::drop, .object_kind = kind, .object = pg::sql_name(function)});
    // A trigger function has no arguments.
    if (object.objargs == nullptr) drop_triggers_of(function, cascade, out);
    if (cascade && out.schema().routines_named(function).empty()) {
      cascade_is_unknown("the function " + quoted(function.name), out);
    }
  }
}

void drop_schemas(const ::DropStmt& statement, EffectsBuilder& out) {
  const bool cascade = statement.behavior == DROP_CASCADE;
  RelationDrop drop(cascade, out);
  for (const auto& object : each<String>(statement.objects)) {
    const std::string_view schema = text(object.sval);
    const bool made_here = out.schema().others.find({"schema", std::string(schema)}) != nullptr;
    const auto inside =
        relations_where(out.schema(), [&](const Relation& relation) { return relation.name.schema == schema; });
    out.lose({.kind = ObjectKind::schema,
              .object = pg::quote_identifier(schema),
              .data = cascade && !made_here,
              .certainty = made_here ? Certainty::proved : Certainty::assumed});
    out.breaks({.kind = BreakKind::drop, .object_kind = ObjectKind::schema, .object = pg::quote_identifier(schema)});
    if (!inside.empty() && !cascade) {
      out.fail(FailureKind::dependent_objects, "2BP01",
               "cannot drop schema " + std::string(schema) + " because " + inside.front().plain() + " is in it");
      continue;
    }
    for (const QualifiedName& name : inside) {
      const RelationKind kind = out.known(name)->kind;
      if (kind != RelationKind::index) drop.add(name, kind, true);
    }
    if (cascade && !made_here) cascade_is_unknown("the schema " + quoted(schema), out);
  }
  drop.run();
}

namespace {

ObjectKind object_kind(ObjectType type) {
  switch (type) {
    case OBJECT_EXTENSION:
      return ObjectKind::extension;
    case OBJECT_PUBLICATION:
      return ObjectKind::publication;
    default:
      return ObjectKind::other;
  }
}

/// The name of an object that is no relation, as far as a list of strings tells it.
std::string object_name(const ::Node* object) {
  if (const auto* string = as<String>(object)) return pg::quote_identifier(text(string->sval));
  if (const auto* list = as<List>(object)) return pg::sql_name(pg::name_of(list));
  if (const auto* with_args = as<ObjectWithArgs>(object)) return pg::sql_name(pg::name_of(with_args->objname));
  return {};
}

/// Nothing here is known to lock a relation, but for what CASCADE reaches.
void drop_named_objects(const ::DropStmt& statement, EffectsBuilder& out) {
  for (std::size_t i = 0; i < pg::length(statement.objects); ++i) {
    const std::string object = object_name(pg::nth(statement.objects, i));
    out.lose({.kind = object_kind(statement.removeType), .object = object});
    if (statement.behavior == DROP_CASCADE) cascade_is_unknown(object, out);
  }
}

}  // namespace

// tablecmds.c, RemoveRelations; dropcmds.c, RemoveObjects.
void drop(const ::DropStmt& statement, EffectsBuilder& out) {
  switch (statement.removeType) {
    case OBJECT_INDEX:
      return drop_index(statement, out);
    case OBJECT_TABLE:
    case OBJECT_VIEW:
    case OBJECT_MATVIEW:
    case OBJECT_SEQUENCE:
    case OBJECT_FOREIGN_TABLE:
      return drop_relations(statement, out);
    case OBJECT_TRIGGER:
    case OBJECT_POLICY:
    case OBJECT_RULE:
      return drop_part_of_relation(statement, out);
    case OBJECT_TYPE:
    case OBJECT_DOMAIN:
      return drop_types(statement, out);
    case OBJECT_FUNCTION:
    case OBJECT_PROCEDURE:
    case OBJECT_ROUTINE:
    case OBJECT_AGGREGATE:
      return drop_routines(statement, out);
    case OBJECT_SCHEMA:
      return drop_schemas(statement, out);
    default:
      return drop_named_objects(statement, out);
  }
}

void drop_database(const ::DropdbStmt& statement, EffectsBuilder& out) {
  out.forbid_transaction_block();
  out.lose({.kind = ObjectKind::database, .object = pg::quote_identifier(text(statement.dbname)), .data = true});
}

void drop_roles(const ::DropRoleStmt& statement, EffectsBuilder& out) {
  for (const auto& role : each<RoleSpec>(statement.roles)) {
    out.lose({.kind = ObjectKind::role, .object = pg::quote_identifier(text(role.rolename))});
  }
}

// pg_shdepend.c, shdepDropOwned.
void drop_owned(const ::DropOwnedStmt& statement, EffectsBuilder& out) {
  for (const auto& role : each<RoleSpec>(statement.roles)) {
    const std::string object = "everything that " + quoted(text(role.rolename)) + " owns";
    out.lose({.kind = ObjectKind::other, .object = object, .data = true, .certainty = Certainty::assumed});
    out.unknown("which objects DROP OWNED drops is not known", true);
  }
}

// subscriptioncmds.c, DropSubscription: allowed in a transaction block only when the subscription has no slot, which is
// in the publisher's database.
void drop_subscription(const ::DropSubscriptionStmt& statement, EffectsBuilder& out) {
  out.forbid_transaction_block();
  out.lose({.kind = ObjectKind::other, .object = pg::quote_identifier(text(statement.subname))});
}

}  // namespace pginterlock::effects
