#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "effects/targets.h"
#include "lint/rule.h"
#include "pg/ast.h"
#include "pg/names.h"
#include "schema/replication.h"

namespace pginterlock {
namespace {

bool published(const Schema& schema, const Relation& table) {
  return is_published(schema, table, 'u') || is_published(schema, table, 'd');
}
bool refuses_changes(const Schema& schema, const Relation& table) {
  return lacks_replica_identity(schema, table, 'u') || lacks_replica_identity(schema, table, 'd');
}

/// Those of a schema, or all of them, by name.
void add_tables_of(std::optional<std::string_view> in_schema, const Schema& schema,
                   std::vector<QualifiedName>& tables) {
  const auto first = static_cast<std::ptrdiff_t>(tables.size());
  schema.relations.for_each([&](const QualifiedName& name, const Relation&) {
    if (!in_schema || name.schema == *in_schema) tables.push_back(name);
  });
  std::sort(tables.begin() + first, tables.end());
}

/// The tables that publications hold because of the statement: all, when the publication holds them all.
std::vector<QualifiedName> published_by(const Context& ctx, const ::List* objects, bool all) {
  std::vector<QualifiedName> tables;
  const Schema& schema = ctx.before.schema;
  if (all) add_tables_of(std::nullopt, schema, tables);
  for (const auto& object : pg::each<::PublicationObjSpec>(objects)) {
    if (object.pubobjtype == PUBLICATIONOBJ_TABLES_IN_SCHEMA) add_tables_of(pg::text(object.name), schema, tables);
    if (object.pubobjtype == PUBLICATIONOBJ_TABLES_IN_CUR_SCHEMA && !ctx.before.session.search_path().empty()) {
      add_tables_of(ctx.before.session.search_path().front(), schema, tables);
    }
    if (object.pubtable == nullptr || object.pubtable->relation == nullptr) continue;
    const auto family =
        schema.with_descendants(schema.resolve(*object.pubtable->relation, ctx.before.session.search_path()));
    tables.insert(tables.end(), family.begin(), family.end());
  }
  std::erase_if(tables, [&](const QualifiedName& name) {
    const Relation* table = schema.relation(name);
    return table == nullptr || table->kind != RelationKind::table || has_replica_identity(*table);
  });
  return tables;
}

/// A table that is published as soon as it is there.
std::vector<QualifiedName> made_by(const Context& ctx, const ::RangeVar& relation) {
  Relation made;
  made.name = effects::new_name(relation, ctx.before);
  if (relation.relpersistence != 'p' || !published(ctx.before.schema, made)) return {};
  return {made.name};
}

/// A table that comes into a schema whose tables are published.
std::vector<QualifiedName> moved_by(const Context& ctx, const ::AlterObjectSchemaStmt& move) {
  if (move.objectType != OBJECT_TABLE || move.relation == nullptr) return {};
  const QualifiedName from = ctx.before.schema.resolve(*move.relation, ctx.before.session.search_path());
  const Relation* table = ctx.before.schema.relation(from);
  if (table == nullptr || published(ctx.before.schema, *table)) return {};
  Relation moved;
  moved.name = {std::string(pg::text(move.newschema)), from.name};
  return published(ctx.before.schema, moved) ? std::vector{moved.name} : std::vector<QualifiedName>{};
}

/// Whether the action takes away what tells the rows of the table apart.
bool takes_identity(const ::AlterTableCmd& command, const Relation& table) {
  if (command.subtype == AT_ReplicaIdentity) return true;
  const TableConstraint* key = table.primary_key();
  const std::string_view name = pg::text(command.name);
  for (const auto& index : table.indexes) {
    const bool of_key = key != nullptr && index->constraint == key->name;
    if (!of_key && table.replica_identity != "index " + index->name) continue;
    if (command.subtype == AT_DropConstraint && index->constraint == name) return true;
    const bool has_column =
        std::any_of(index->keys.begin(), index->keys.end(), [&](const IndexKey& one) { return one.column == name; });
    if (command.subtype == AT_DropColumn && has_column) return true;
  }
  return false;
}

bool may_take_identity(const ::AlterTableCmd& command) {
  return command.subtype == AT_ReplicaIdentity || command.subtype == AT_DropConstraint ||
         command.subtype == AT_DropColumn;
}

std::vector<QualifiedName> altered_by(const Context& ctx, const ::AlterTableStmt& alter) {
  const auto commands = pg::each<::AlterTableCmd>(alter.cmds);
  if (std::none_of(commands.begin(), commands.end(), may_take_identity)) return {};
  const Schema& schema = ctx.before.schema;
  const QualifiedName name = schema.resolve(*alter.relation, ctx.before.session.search_path());
  const Relation* altered = schema.relation(name);
  const auto takes = [&](const ::AlterTableCmd& command) { return takes_identity(command, *altered); };
  if (altered == nullptr || std::none_of(commands.begin(), commands.end(), takes)) return {};
  std::vector<QualifiedName> tables = schema.with_descendants(name);
  std::erase_if(tables, [&](const QualifiedName& one) {
    const Relation* table = schema.relation(one);
    return table == nullptr || refuses_changes(schema, *table) || !published(schema, *table);
  });
  return tables;
}

/// The tables that the statement may leave published and without an identity. What comes of it shows at the end.
std::vector<QualifiedName> concerned(const Context& ctx) {
  const ::Node* node = ctx.statement.node;
  if (const auto* create = pg::as<::CreateStmt>(node)) return made_by(ctx, *create->relation);
  if (const auto* create = pg::as<::CreateTableAsStmt>(node); create != nullptr && create->objtype == OBJECT_TABLE) {
    return made_by(ctx, *create->into->rel);
  }
  if (const auto* move = pg::as<::AlterObjectSchemaStmt>(node)) return moved_by(ctx, *move);
  if (const auto* alter = pg::as<::AlterTableStmt>(node)) return altered_by(ctx, *alter);
  if (const auto* create = pg::as<::CreatePublicationStmt>(node)) {
    return published_by(ctx, create->pubobjects, create->for_all_tables);
  }
  if (const auto* alter = pg::as<::AlterPublicationStmt>(node); alter != nullptr && alter->action != AP_DropObjects) {
    return published_by(ctx, alter->pubobjects, false);
  }
  return {};
}

/// A unique index over columns without nulls, which can be the identity.
std::string usable_index(const Relation& table) {
  for (const auto& index : table.indexes) {
    const auto tells_rows_apart = [&](const IndexKey& key) {
      return !key.column.empty() && table.proves_not_null(key.column);
    };
    if (!index->unique || !index->predicate.empty() || index->constraint) continue;
    if (std::all_of(index->keys.begin(), index->keys.end(), tells_rows_apart)) return index->name;
  }
  return {};
}

std::string advice_for(const QualifiedName& name, const Relation* table) {
  const std::string index = table == nullptr ? std::string() : usable_index(*table);
  const std::string alter = "ALTER TABLE " + pg::sql_name(name) + " REPLICA IDENTITY ";
  if (!index.empty()) return "-- before it\n" + alter + "USING INDEX " + pg::quote_identifier(index) + ";";
  if (table == nullptr) return "-- with a primary key, or with\n" + alter + "FULL;";
  return "-- before it a primary key, or, for tables that change little:\n" + alter + "FULL;";
}

void check(const Context& ctx, Reporter& out) {
  for (const QualifiedName& name : concerned(ctx)) {
    const Relation* table = ctx.before.schema.relation(name);
    out.report({.message = "UPDATE and DELETE of " + pg::sql_name(name) +
                           " fail from then on: they are published, and nothing tells its rows apart",
                .instead = advice_for(name, table),
                .certainty = table == nullptr ? Certainty::proved : effects::certainty_of(table->origin),
                .subject = name});
  }
}

/// The table may have an identity by then, and what is published of it may be its inserts alone.
void at_end(const MigrationContext& ctx, Reporter& out) {
  if (out.first() == nullptr) return;
  out.withdraw_if([&](const Finding& finding) {
    const Relation* table = ctx.after.schema.relation(*finding.subject);
    return table == nullptr || !refuses_changes(ctx.after.schema, *table);
  });
}

}  // namespace

namespace rules {

extern constinit const Rule published_without_replica_identity = {
    .id = "published-without-replica-identity",
    .family = Family::compatibility,
    .severity = Severity::red,
    .statements = {T_CreateStmt, T_CreateTableAsStmt, T_AlterObjectSchemaStmt, T_AlterTableStmt,
                   T_CreatePublicationStmt, T_AlterPublicationStmt},
    .summary = "a published table is left without a primary key or another replica identity",
    .why =
        "Subscribers must be told which row changed. Where a publication takes updates or deletes and the table has "
        "neither a primary key nor a replica identity, PostgreSQL refuses these changes on the publisher (55000): not "
        "replication fails, but every UPDATE and DELETE of the application.",
    .instead = R"(ALTER TABLE visit ADD PRIMARY KEY (id);
ALTER PUBLICATION reporting ADD TABLE visit;)",
    .bad = R"(CREATE TABLE visit (id bigint, seen timestamptz);
CREATE PUBLICATION reporting FOR TABLE visit;)",
    .good = R"(CREATE TABLE visit (id bigint PRIMARY KEY, seen timestamptz);
CREATE PUBLICATION reporting FOR TABLE visit;)",
    .see = "https://www.postgresql.org/docs/current/logical-replication-publication.html",
    .check = check,
    .at_end = at_end,
};

}  // namespace rules
}  // namespace pginterlock
