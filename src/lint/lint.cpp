#include "lint/lint.h"

#include "lint/pass.h"
#include "lint/walk.h"
#include "text/encoding.h"

namespace pginterlock {

bool is_history(const Migration& migration) { return migration.change && migration.change->judged == Judged::nothing; }

Prepared prepare(Migration migration) {
  const SourceFile& source = *migration.up.source;
  const Span range = is_wide_encoding(source.text()) ? Span{} : migration.up.range;
  auto script = std::make_shared<pg::Script>(source, range);
  script->parse_ahead();
  std::shared_ptr<pg::Script> down;
  if (migration.down && !is_history(migration)) {
    down = std::make_shared<pg::Script>(*migration.down->source, migration.down->range);
    down->parse_ahead();
  }
  std::vector<std::shared_ptr<pg::Script>> earlier_down;
  for (const Part& part : migration.earlier_down) {
    earlier_down.push_back(std::make_shared<pg::Script>(*part.source, part.range));
  }
  return {std::move(migration), std::move(script), std::move(down), std::move(earlier_down)};
}

MigrationReport lint(Prepared prepared, std::size_t ordinal, State& state, const LintOptions& options) {
  const auto pass = make_pass(prepared, ordinal, state, options);
  walk(prepared.migration, *prepared.script, ordinal, state, pass.get());
  return pass->take_report();
}

MigrationReport lint(const Migration& migration, std::size_t ordinal, State& state, const LintOptions& options) {
  return lint(prepare(migration), ordinal, state, options);
}

void replay(Prepared prepared, std::size_t ordinal, State& state) {
  walk(prepared.migration, *prepared.script, ordinal, state, nullptr);
}

}  // namespace pginterlock
