// ON COMMIT of temporary tables. Source: tablecmds.c, PreCommit_on_commit_actions.

#include <algorithm>

#include "pg/ast.h"
#include "schema/families.h"

namespace pginterlock::schema {

OnCommit on_commit_of(int action) {
  switch (action) {
    case ONCOMMIT_DELETE_ROWS:
      return OnCommit::delete_rows;
    case ONCOMMIT_DROP:
      return OnCommit::drop;
    default:
      return OnCommit::preserve_rows;
  }
}

void act_on_commit(Schema& schema) {
  schema.acts_on_commit = false;
  std::vector<QualifiedName> tables;
  schema.relations.for_each([&](const QualifiedName& name, const Relation& relation) {
    if (relation.on_commit != OnCommit::preserve_rows) tables.push_back(name);
  });
  std::sort(tables.begin(), tables.end());
  const pg::Statement commit;
  const std::vector<std::string> search_path;
  const ApplyContext context{.statement = commit, .search_path = search_path};
  SchemaEditor editor(context, schema);
  for (const QualifiedName& name : tables) {
    const Relation* table = editor.find(name);  // it may have been a partition of one that is gone
    if (table == nullptr) continue;
    if (table->on_commit == OnCommit::drop) {
      editor.drop(name);
    } else if (table->populated) {
      editor.learn(name).populated = false;
      if (table->origin) schema.fresh_tables.add(name);
    }
  }
}

}  // namespace pginterlock::schema
