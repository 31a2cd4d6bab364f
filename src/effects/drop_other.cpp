// DROP of what is no relation: types, functions, schemas, extensions, roles, databases, …
#include <algorithm>
#include <vector>

#include "effects/drop.h"
#include "effects/existence.h"
#include "effects/families.h"
#include "effects/routine_lookup.h"
#include "effects/unmade.h"
#include "effects/uses.h"
#include "pg/catalog.h"
#include "schema/follow_names.h"

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
      lock_dropped_column(name, column->name, out);
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

}  // namespace

void drop_routines_of_type(const QualifiedName& type, const std::string& what, bool cascade, EffectsBuilder& out) {
  for (const QualifiedName& key : schema::routines_of_type(type, out.schema())) {
    if (!cascade) {
      out.fail(FailureKind::dependent_objects, "2BP01",
               "cannot drop " + what + " because function " + key.plain() + " depends on it");
      continue;
    }
    const Routine& routine = *out.schema().routines.find(key);
    const ObjectKind kind = routine.procedure ? ObjectKind::procedure : ObjectKind::function;
    out.lose({.kind = kind, .object = pg::sql_name(routine.name), .implicit = true});
    out.breaks({.kind = BreakKind::drop, .object_kind = kind, .object = pg::sql_name(routine.name)});
  }
}

namespace {

/// The tables made OF a composite type go with it.
void drop_typed_tables(const QualifiedName& type, bool cascade, RelationDrop& drop, EffectsBuilder& out) {
  for (const QualifiedName& table : typed_tables(type, out)) {
    if (cascade) {
      drop.add(table, RelationKind::table, true);
    } else {
      out.fail(FailureKind::dependent_objects, "2BP01",
               "cannot drop type " + type.name.str() + " because table " + table.plain() + " depends on it");
    }
  }
}

}  // namespace

void drop_types(const ::DropStmt& statement, EffectsBuilder& out) {
  const bool cascade = statement.behavior == DROP_CASCADE;
  const bool domain = statement.removeType == OBJECT_DOMAIN;
  RelationDrop drop(cascade, out);
  for (const auto& object : each<TypeName>(statement.objects)) {
    const QualifiedName written = pg::name_of(object.names);
    const QualifiedName name = out.schema().resolve_type(written, out.before().session.search_path());
    const UserType* type = out.schema().type(name);
    if (!statement.missing_ok && type_is_absent(name, out)) {
      check_type(object, out);
      continue;
    }
    if (type_is_absent(name, out)) continue;
    if (!statement.missing_ok) note_unmade_type(name, written.plain(), out);
    if (type == nullptr && out.known(name) != nullptr) {
      // dependency.c, findDependentObjects: the row type of a table goes with it alone.
      out.fail(FailureKind::dependent_objects, "2BP01",
               "cannot drop type " + name.name.str() + " because table " + name.name.str() + " requires it");
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
      if (cascade && !drops_nothing(name, out)) cascade_is_unknown("the type " + quoted(name.name), out);
      continue;
    }
    if (type->kind == TypeKind::composite) {
      out.lock(name, LockMode::access_exclusive, Certainty::proved, RelationKind::composite_type);
      drop_typed_tables(name, cascade, drop, out);
    }
    drop_columns_of(*type, cascade, out);
    drop_routines_of_type(name, "type " + name.name.str(), cascade, out);
  }
  drop.run();
}

namespace {

/// Before 15 the expression of a generated column depends on its functions as its column does: it goes with them, with
/// or without CASCADE. Source: heap.c, StoreAttrDefault.
void drop_generated(Uses& uses, RelationDrop& drop, EffectsBuilder& out) {
  if (out.version() >= 15) return;
  const auto first =
      std::stable_partition(uses.begin(), uses.end(), [](const Use& use) { return use.part != Use::Part::column; });
  drop_uses({first, uses.end()}, drop, out);
  uses.erase(first, uses.end());
}

}  // namespace

void drop_routines(const ::DropStmt& statement, EffectsBuilder& out) {
  const bool cascade = statement.behavior == DROP_CASCADE;
  const ObjectKind kind = statement.removeType == OBJECT_PROCEDURE ? ObjectKind::procedure : ObjectKind::function;
  RelationDrop drop(cascade, out);
  for (const auto& object : each<ObjectWithArgs>(statement.objects)) {
    const QualifiedName written = pg::name_of(object.objname);
    const auto target = find_routine(statement.removeType, object, out, statement.missing_ok);
    if (!target) continue;
    if (written.schema == "pg_catalog" && pg::builtin_function_exists(written.name.str(), out.version())) {
      out.fail(FailureKind::dependent_objects, "2BP01",
               "cannot drop function " + written.name + " because it is required by the database system");
      continue;
    }
    out.lose({.kind = kind, .object = pg::sql_name(target->name)});
    out.breaks({.kind = BreakKind::drop, .object_kind = kind, .object = pg::sql_name(target->name)});
    // A trigger function has no arguments.
    if (object.objargs == nullptr) drop_triggers_of(target->name, cascade, out);
    if (target->known == nullptr) {
      if (cascade && !drops_nothing(target->name, out))
        cascade_is_unknown("the function " + quoted(target->name.name.str()), out);
      continue;
    }
    if (statement.removeType == OBJECT_FUNCTION && target->known->aggregate) {  // dropcmds.c, RemoveObjects
      out.fail(FailureKind::wrong_object, "42809", quoted(target->name.name.str()) + " is an aggregate function");
      continue;
    }
    Uses uses = uses_of_routine(*target->known, out);
    if (cascade) {
      drop_uses(uses, drop, out);
      continue;
    }
    drop_generated(uses, drop, out);
    if (!uses.empty()) {
      out.fail(FailureKind::dependent_objects, "2BP01",
               "cannot drop function " + target->name.plain() + " because " + uses.front().relation.plain() +
                   " depends on it");
    }
  }
  drop.run();
}

namespace {

/// Whether some of them are tables or materialized views that others may use.
bool holds_rows_in_use(const std::vector<QualifiedName>& relations, const EffectsBuilder& out) {
  return std::any_of(relations.begin(), relations.end(), [&](const QualifiedName& name) {
    switch (out.known(name)->kind) {
      case RelationKind::table:
      case RelationKind::partitioned_table:
      case RelationKind::materialized_view:
        return out.before().in_use(name);
      default:
        return false;
    }
  });
}

}  // namespace

void drop_schemas(const ::DropStmt& statement, EffectsBuilder& out) {
  const bool cascade = statement.behavior == DROP_CASCADE;
  RelationDrop drop(cascade, out);
  for (const auto& object : each<String>(statement.objects)) {
    const std::string_view schema = text(object.sval);
    if (!find_object(OBJECT_SCHEMA, QualifiedName{"schema", std::string(schema)}, out, statement.missing_ok)) continue;
    const bool known = out.schema().others.find({"schema", std::string(schema)}) != nullptr;
    const auto inside =
        relations_where(out.schema(), [&](const Relation& relation) { return relation.name.schema == schema; });
    out.lose({.kind = ObjectKind::schema,
              .object = pg::quote_identifier(schema),
              .data = cascade && (!known || holds_rows_in_use(inside, out)),
              .certainty = known ? Certainty::proved : Certainty::assumed});
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
    if (cascade && !known) cascade_is_unknown("the schema " + quoted(schema), out);
  }
  drop.run();
}

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
  if (statement.options != nullptr && out.version() < 13) {
    out.fail(FailureKind::version, "42601", "DROP DATABASE … WITH (FORCE) needs PostgreSQL 13");
    return;
  }
  out.forbid_transaction_block();
  out.lose({.kind = ObjectKind::database, .object = pg::quote_identifier(text(statement.dbname)), .data = true});
}

}  // namespace pginterlock::effects
