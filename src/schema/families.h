#pragma once

#include "schema/editor.h"

// One function for each family of statements. Each takes the statement's node and changes the schema as it does.

struct AlterDomainStmt;
struct AlterEnumStmt;
struct AlterFdwStmt;
struct AlterFunctionStmt;
struct AlterObjectSchemaStmt;
struct AlterPolicyStmt;
struct AlterPublicationStmt;
struct AlterSeqStmt;
struct AlterSubscriptionStmt;
struct AlterTableCmd;
struct AlterTableStmt;
struct ClusterStmt;
struct CommentStmt;
struct CompositeTypeStmt;
struct CreateCastStmt;
struct CreateDomainStmt;
struct CreateEnumStmt;
struct CreateForeignTableStmt;
struct CreateFunctionStmt;
struct CreatePolicyStmt;
struct CreatePublicationStmt;
struct CreateRangeStmt;
struct CreateSchemaStmt;
struct CreateSeqStmt;
struct CreateStmt;
struct CreateTrigStmt;
struct DefineStmt;
struct DiscardStmt;
struct DropOwnedStmt;
struct DropStmt;
struct GrantStmt;
struct IndexStmt;
struct IntoClause;
struct Node;
struct ObjectWithArgs;
struct ReassignOwnedStmt;
struct RefreshMatViewStmt;
struct RenameStmt;
struct RuleStmt;
struct ViewStmt;

namespace pginterlock {
struct MadeObject;
}

namespace pginterlock::schema {

/// What an ON COMMIT clause says (ONCOMMIT_*).
OnCommit on_commit_of(int action);
/// Drops and empties the temporary tables that are made so, as the end of a transaction does.
void act_on_commit(Schema& schema);
/// Where Schema::others has the cast between two resolved types.
QualifiedName cast_key(const pg::DataType& source, const pg::DataType& target);
/// The kind of the object says how the cast works: "implicit", "assignment" or "explicit", and by what: "function",
/// "binary" or "text".
void create_cast(const ::CreateCastStmt& statement, SchemaEditor& editor);
void drop_cast(const ::Node* types, SchemaEditor& editor);
/// The kind of the object is the name of the operator's function.
void create_operator(const ::DefineStmt& statement, SchemaEditor& editor);

/// Where Schema::others has a domain's default. The kind of the object is "volatile", "stable" or "unknown".
QualifiedName domain_default_key(const QualifiedName& domain);

void create_table(const ::CreateStmt& statement, SchemaEditor& editor, RelationKind kind = RelationKind::table);
void create_foreign_table(const ::CreateForeignTableStmt& statement, SchemaEditor& editor);
void alter_table(const ::AlterTableStmt& statement, SchemaEditor& editor);
/// The actions of ALTER TABLE … ALTER COLUMN; false when the action is none of them. `n` is its place among the
/// actions.
bool alter_column(const ::AlterTableCmd& command, std::size_t n, const QualifiedName& table, bool only,
                  SchemaEditor& editor);
void create_sequence(const ::CreateSeqStmt& statement, SchemaEditor& editor);
void alter_sequence(const ::AlterSeqStmt& statement, SchemaEditor& editor);
void create_index(const ::IndexStmt& statement, SchemaEditor& editor);

void cluster(const ::ClusterStmt& statement, SchemaEditor& editor);

void create_view(const ::ViewStmt& statement, SchemaEditor& editor);
/// CREATE TABLE AS, SELECT INTO and CREATE MATERIALIZED VIEW.
void create_table_as(const ::Node* query, const ::IntoClause& into, bool materialized_view, bool if_not_exists,
                     SchemaEditor& editor);
void refresh_view(const ::RefreshMatViewStmt& statement, SchemaEditor& editor);

void create_trigger(const ::CreateTrigStmt& statement, SchemaEditor& editor);
void create_policy(const ::CreatePolicyStmt& statement, SchemaEditor& editor);
void alter_policy(const ::AlterPolicyStmt& statement, SchemaEditor& editor);
void create_rule(const ::RuleStmt& statement, SchemaEditor& editor);

void create_enum(const ::CreateEnumStmt& statement, SchemaEditor& editor);
void alter_enum(const ::AlterEnumStmt& statement, SchemaEditor& editor);
void create_domain(const ::CreateDomainStmt& statement, SchemaEditor& editor);
void alter_domain(const ::AlterDomainStmt& statement, SchemaEditor& editor);
void create_composite_type(const ::CompositeTypeStmt& statement, SchemaEditor& editor);
/// A type of which only its existence matters.
void create_type(const QualifiedName& name, TypeKind kind, SchemaEditor& editor);
void rename_type(const QualifiedName& from, const QualifiedName& to, SchemaEditor& editor);
/// DROP TYPE, DROP DOMAIN: the columns of the type go with it.
void drop_type(const QualifiedName& name, SchemaEditor& editor);

void create_routine(const ::CreateFunctionStmt& statement, SchemaEditor& editor);
void create_aggregate(const ::DefineStmt& statement, SchemaEditor& editor);
void alter_routine(const ::AlterFunctionStmt& statement, SchemaEditor& editor);
void drop_routine(const ::ObjectWithArgs& routine, bool cascade, SchemaEditor& editor);
/// Gives it another name or schema.
void rename_routine(const QualifiedName& key, const QualifiedName& name, SchemaEditor& editor);
/// The type in the signatures of routines has another name, or goes with the routines that have it there.
void retype_routines(const QualifiedName& from, const QualifiedName& to, SchemaEditor& editor);
void drop_routines_of(const QualifiedName& type, SchemaEditor& editor);
/// The key in Schema::routines of a function that a statement names: f(integer), or f when there is but one.
std::optional<QualifiedName> routine_named(const ::ObjectWithArgs& routine, const SchemaEditor& editor);
void grant(const ::GrantStmt& statement, SchemaEditor& editor);

/// Puts an object of which only its existence matters.
void create_object(const std::string& kind, const std::string& name, bool if_not_exists, SchemaEditor& editor);
/// Puts what a CREATE statement makes when it is no relation, type or routine.
void make_object(const MadeObject& made, const ::Node* statement, SchemaEditor& editor);
void alter_wrapper(const ::AlterFdwStmt& statement, SchemaEditor& editor);
void alter_subscription(const ::AlterSubscriptionStmt& statement, SchemaEditor& editor);
/// Something that no script made may have come into the schema.
void open_schema(const std::string& name, SchemaEditor& editor);
/// Unknown code ran: scripts do not tell any more what a schema holds.
void forget_closed_schemas(SchemaEditor& editor);
void drop_owned(const ::DropOwnedStmt& statement, SchemaEditor& editor);
void reassign_owned(const ::ReassignOwnedStmt& statement, SchemaEditor& editor);
/// DISCARD ALL and TEMP drop the temporary tables of the session.
void discard(const ::DiscardStmt& statement, SchemaEditor& editor);
void create_schema(const ::CreateSchemaStmt& statement, SchemaEditor& editor);
void create_publication(const ::CreatePublicationStmt& statement, SchemaEditor& editor);
void alter_publication(const ::AlterPublicationStmt& statement, SchemaEditor& editor);
void comment_on(const ::CommentStmt& statement, SchemaEditor& editor);
void rename_object(const ::RenameStmt& statement, SchemaEditor& editor);
void set_schema(const ::AlterObjectSchemaStmt& statement, SchemaEditor& editor);
void drop_objects(const ::DropStmt& statement, SchemaEditor& editor);
/// What the other objects of a kind are called: "schema", "extension", …; empty for kinds that are not kept.
std::string kind_name(int object_type);

/// Notes which tables may have rows now: INSERT, COPY, MERGE, and what runs unknown code.
void note_rows(const ::Node* statement, SchemaEditor& editor);

/// The names in a registry that stand in a schema.
template <typename T>
std::vector<QualifiedName> names_in(const Registry<T>& registry, const std::string& schema) {
  std::vector<QualifiedName> names;
  registry.for_each([&](const QualifiedName& name, const T&) {
    if (name.schema == schema) names.push_back(name);
  });
  return names;
}

}  // namespace pginterlock::schema
