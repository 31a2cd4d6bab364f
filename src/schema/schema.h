#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schema/mentioned.h"
#include "schema/objects.h"
#include "schema/registry.h"

struct RangeVar;

namespace pginterlock {

/// Tables that this migration made, with no rows yet as far as is known.
class FreshTables {
 public:
  void add(const QualifiedName& table) { tables_.push_back(table); }
  std::vector<QualifiedName> take() {
    ++generation_;
    return std::exchange(tables_, {});
  }
  void restore(const FreshTables& before) {
    tables_ = before.tables_;
    ++generation_;
  }

  /// What was added since the last call, or all of it when something was taken away.
  struct Step {
    bool anew = false;
    std::vector<QualifiedName> tables;
  };
  Step take_step();
  void follow(Step step);

 private:
  std::vector<QualifiedName> tables_;
  std::size_t generation_ = 0;  // changes when something is taken away
  std::size_t told_ = 0;        // tables that a step told
  std::size_t told_generation_ = 0;
};

/// A database schema as the scripts so far made it. What no script made is unknown: it exists, is large and is in use.
class Schema {
 public:
  struct Mark {
    std::size_t relations = 0, types = 0, routines = 0, others = 0, overloads = 0, constraint_names = 0;
  };
  /// What happened to a schema, for another one that follows it.
  struct Steps {
    std::vector<Registry<Relation>::Step> relations;
    std::vector<Registry<UserType>::Step> types;
    std::vector<Registry<Routine>::Step> routines;
    std::vector<Registry<NamedObject>::Step> others;
    std::vector<Registry<std::vector<std::string>>::Step> overloads;
    std::vector<Registry<std::size_t>::Step> constraint_names;
    std::vector<QualifiedName> uncommitted_enums;
    FreshTables::Step fresh_tables;
    bool acts_on_commit = false;
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
  /// From now on notes what happens: see Registry::record().
  void record();
  Steps take_steps();
  void follow(Steps steps);
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
  FreshTables fresh_tables;
};

/// The key of a routine in Schema::routines.
QualifiedName routine_key(const QualifiedName& name, const std::vector<std::string>& argument_types);

}  // namespace pginterlock
