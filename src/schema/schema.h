#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/mentioned.h"
#include "schema/objects.h"
#include "schema/registry.h"

struct RangeVar;

namespace pginterlock {

/// A database schema as the scripts so far made it. What no script made is unknown: it exists, is large and is in use.
class Schema {
 public:
  struct Mark {
    std::size_t relations = 0, types = 0, routines = 0, others = 0, overloads = 0, constraint_names = 0;
  };

  /// The schema-qualified name that a statement means: as written, or by the search path: the first schema in it that
  /// is known to hold the name, else its first schema (pg_temp for temporary tables is handled by the caller).
  QualifiedName resolve(const ::RangeVar& relation, const std::vector<std::string>& search_path) const;
  QualifiedName resolve(const QualifiedName& written, const std::vector<std::string>& search_path) const;
  QualifiedName resolve_type(const QualifiedName& written, const std::vector<std::string>& search_path) const;
  /// The routine's name without arguments, found in the same way.
  QualifiedName resolve_routine(const QualifiedName& written, const std::vector<std::string>& search_path) const;
  /// The type with user-defined names resolved; a domain stays a domain.
  pg::DataType resolve_type(pg::DataType type, const std::vector<std::string>& search_path) const;

  const Relation* relation(const QualifiedName& name) const { return relations.find(name); }
  const UserType* type(const QualifiedName& name) const { return types.find(name); }
  /// The routines of that name, whatever their arguments.
  std::vector<const Routine*> routines_named(const QualifiedName& name) const;
  /// The table that an index belongs to, when a script made the index.
  const Relation* table_of_index(const QualifiedName& index) const;
  /// The table with all its partitions and inheritance children, at any depth, that are known. The table comes first.
  std::vector<QualifiedName> with_descendants(const QualifiedName& table) const;

  Mark mark();
  void undo_to(const Mark& mark);
  void forget_journal();
  /// Code that is not read ran, which may have added parts to relations: none is complete any more.
  void doubt_relations();
  /// A transaction has ended: the enum values that it added can be used, and temporary tables are gone or empty that
  /// were made so. Source: tablecmds.c, PreCommit_on_commit_actions.
  void end_transaction();
  /// The tables with a trigger that calls the routine. A schema that is not known, on either side, fits any.
  std::vector<QualifiedName> tables_with_trigger_calling(const QualifiedName& routine) const;

  Registry<Relation> relations;
  Registry<UserType> types;
  Registry<Routine> routines;    // key: schema, "name(argument types)"
  Registry<NamedObject> others;  // key: kind as the schema, name

  std::vector<QualifiedName> uncommitted_enums;  // with values that the open transaction added
  bool acts_on_commit = false;                   // the end of the transaction drops or empties a temporary table

  // Kept in step with the above, so that a look-up costs what it finds.
  Registry<std::vector<std::string>> overloads;  // key: schema, routine name; value: names in `routines`
  Registry<std::size_t> constraint_names;        // key: schema, constraint name; value: number of tables with one
  std::vector<QualifiedName> fresh_tables;       // made by this migration, with no rows yet as far as is known
};

/// The key of a routine in Schema::routines.
QualifiedName routine_key(const QualifiedName& name, const std::vector<std::string>& argument_types);

}  // namespace pginterlock
