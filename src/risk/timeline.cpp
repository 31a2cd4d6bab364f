#include "risk/timeline.h"

#include <algorithm>
#include <array>

namespace pginterlock {

std::string_view name(Duration duration) {
  static constexpr std::array names = {"brief", "scan", "rewrite", "build", "bulk", "query"};
  return names[static_cast<std::size_t>(duration)];
}

Duration duration_of(WorkKind kind) {
  switch (kind) {
    case WorkKind::rewrite:
    case WorkKind::copy:
      return Duration::rewrite;
    case WorkKind::scan:
      return Duration::scan;
    case WorkKind::build:
    case WorkKind::rebuild:
      return Duration::build;
    case WorkKind::bulk:
      return Duration::bulk;
    case WorkKind::query:
      return Duration::query;
  }
  return Duration::brief;
}

Duration longer(Duration a, Duration b) {
  return a == Duration::rewrite || b == Duration::rewrite ? Duration::rewrite : std::max(a, b);
}

Duration duration_of(const Effects& effects, const QualifiedName& relation) {
  Duration longest = Duration::brief;
  for (const Work& work : effects.work) {
    if (work.relation == relation) longest = longer(longest, duration_of(work.kind));
  }
  return longest;
}

bool takes_long(const Work& work, const State& before) {
  if (!work.whole_table) return false;
  if (work.reason == Reason::insert || work.reason == Reason::copy || work.reason == Reason::merge) return true;
  return work.kind == WorkKind::query || before.takes_time(work.relation);
}

bool may_take_long(const Work& work, const State& before) {
  const bool some_rows = !work.whole_table && !work.bounded;
  return some_rows && work.relation.schema != "pg_catalog" && before.in_use(work.relation);
}

}  // namespace pginterlock
