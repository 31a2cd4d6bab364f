#include "compute.h"

#include "effects/execute.h"
#include "pg/script.h"
#include "session/state.h"
#include "text/source_file.h"

namespace pginterlock::conformance {

namespace {

void replay(const std::string& sql, State& state, std::vector<std::string>& unread) {
  const SourceFile source("set-up", sql);
  pg::Script script(source);
  while (script.next_batch()) {
    for (const pg::Statement& statement : script.statements()) {
      if (statement.error) unread.push_back(sql);
      execute(statement, state);
    }
  }
}

}  // namespace

Computed compute(const CaseFile& file, const Case& one, int version, Around around) {
  Computed computed;
  State state;
  state.pg_version = version;
  state.session.start_migration(1, Envelope::none);
  for (const std::string& statement : file.setup) replay(statement, state, computed.unread_setup);
  for (const std::string& statement : one.given) replay(statement, state, computed.unread_setup);
  state.session.end_migration();
  state.schema.forget_journal();

  state.session.start_migration(2, Envelope::none);
  for (const std::string& statement : one.session) replay(statement, state, computed.unread_setup);
  if (around == Around::transaction && !state.session.in_transaction()) replay("BEGIN", state, computed.unread_setup);
  const SourceFile source("statement", one.statement);
  pg::Script script(source);
  while (script.next_batch()) {
    for (const pg::Statement& statement : script.statements()) {
      computed.unreadable = computed.unreadable || statement.error.has_value();
      computed.effects = effects_of(statement, state);
    }
  }
  return computed;
}

}  // namespace pginterlock::conformance
