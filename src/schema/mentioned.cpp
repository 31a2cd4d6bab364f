#include "schema/mentioned.h"

#include "schema/column_use.h"
#include "schema/remembered_text.h"

namespace pginterlock {

namespace {

void add_names(const std::vector<QualifiedName>& names, Words& words) {
  for (const QualifiedName& one : names) words.add(one.name);
}

void add_reads(const std::vector<Dependency>& reads, Words& words) {
  for (const Dependency& one : reads) words.add(one.relation.name);
}

/// The parts that were not in the same place before.
template <typename Part, typename Visit>
void each_new(const std::vector<std::shared_ptr<const Part>>& parts,
              const std::vector<std::shared_ptr<const Part>>* before, Visit&& visit) {
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (before == nullptr || i >= before->size() || parts[i] != (*before)[i]) visit(*parts[i]);
  }
}

}  // namespace

void add_words(const QualifiedName& name, const Relation& relation, const Relation* before, Words& words) {
  if (before == nullptr) words.add(name.name);
  if (relation.complete) words.add(complete_relation);
  each_new(relation.columns, before == nullptr ? nullptr : &before->columns, [&](const Column& column) {
    if (!column.type.builtin()) words.add(column.type.name.name);
    words.add(column.collation);
    if (column.default_sql) words.add(*column.default_sql);
  });
  each_new(relation.constraints, before == nullptr ? nullptr : &before->constraints,
           [&](const TableConstraint& constraint) { words.add(constraint.expression); });
  each_new(relation.indexes, before == nullptr ? nullptr : &before->indexes, [&](const TableIndex& index) {
    words.add(index.method);
    words.add(index.predicate);
    for (const IndexKey& key : index.keys) {
      words.add(key.expression);
      words.add(key.opclass);
      words.add(key.collation);
    }
  });
  each_new(relation.triggers, before == nullptr ? nullptr : &before->triggers,
           [&](const Trigger& trigger) { words.add(trigger.function.name); });
  each_new(relation.uses, before == nullptr ? nullptr : &before->uses,
           [&](const PartUse& use) { add_names(use.routines, words); });
  add_names(relation.calls, words);
  if (relation.of_type) words.add(relation.of_type->name);
  words.add(relation.server);
}

void add_words(const QualifiedName& name, const UserType& type, const UserType* /*before*/, Words& words) {
  words.add(name.name);
  if (!type.base.builtin()) words.add(type.base.name.name);
}

void add_words(const QualifiedName& /*key*/, const Routine& routine, const Routine* /*before*/, Words& words) {
  if (routine.may_define) words.add(defining_routine);
  words.add(routine.result_type);
  for (const std::string& type : routine.argument_types) words.add(type);
  add_reads(routine.reads, words);
}

void add_words(const QualifiedName& key, const NamedObject& object, const NamedObject* /*before*/, Words& words) {
  if (key.schema == schema::remembered) return;
  if (object.closed) words.add(closed_schema);
  if (key.schema == "extension" || key.schema == "publication") words.add(key.schema);
  if (key.schema == schema::column_use) {
    for (const std::string& user : schema::users_in(object)) words.add(whole_word(user));
  }
  add_names(object.tables, words);
  add_reads(object.reads, words);
  words.add(object.belongs_to);
}

}  // namespace pginterlock
