#include "effects/sum.h"

#include <algorithm>

namespace pginterlock::effects {

namespace {

template <typename T, typename Same>
void add_once(std::vector<T>& sum, const std::vector<T>& more, Same same) {
  for (const T& item : more) {
    const auto known = std::find_if(sum.begin(), sum.end(), [&](const T& other) { return same(other, item); });
    if (known == sum.end()) sum.push_back(item);
  }
}

template <typename T>
void map_all(std::vector<T>& items, const pg::TextOrigin& origin) {
  for (T& item : items) item.cause = origin.map(item.cause);
}

}  // namespace

void map_causes(Effects& effects, const pg::TextOrigin& origin) {
  map_all(effects.locks, origin);
  map_all(effects.work, origin);
  map_all(effects.losses, origin);
  map_all(effects.breaks, origin);
  map_all(effects.failures, origin);
  map_all(effects.unknown, origin);
  map_all(effects.kept, origin);
  map_all(effects.overloads, origin);
  map_all(effects.waits, origin);
}

void add_effects(Effects& sum, const Effects& more) {
  for (const Lock& lock : more.locks) {
    const auto known = std::find_if(sum.locks.begin(), sum.locks.end(),
                                    [&](const Lock& other) { return other.relation == lock.relation; });
    if (known == sum.locks.end()) {
      sum.locks.push_back(lock);
      continue;
    }
    known->certainty = std::min(known->certainty, lock.certainty);
    if (known->mode >= lock.mode) continue;
    known->mode = lock.mode;
    known->cause = lock.cause;
    known->certainty = lock.certainty;
  }
  if (more.block == TransactionBlock::forbidden) sum.block = more.block;
  add_once(sum.work, more.work, [](const Work& a, const Work& b) {
    return a.kind == b.kind && a.reason == b.reason && a.relation == b.relation && a.index == b.index &&
           a.cause == b.cause;
  });
  add_once(sum.losses, more.losses,
           [](const Loss& a, const Loss& b) { return a.kind == b.kind && a.object == b.object && a.cause == b.cause; });
  add_once(sum.breaks, more.breaks, [](const Break& a, const Break& b) {
    return a.kind == b.kind && a.relation == b.relation && a.object == b.object && a.column == b.column;
  });
  add_once(sum.failures, more.failures,
           [](const Failure& a, const Failure& b) { return a.cause == b.cause && a.message == b.message; });
  add_once(sum.unknown, more.unknown,
           [](const Unknown& a, const Unknown& b) { return a.cause == b.cause && a.what == b.what; });
  add_once(sum.kept, more.kept,
           [](const Kept& a, const Kept& b) { return a.cause == b.cause && a.object == b.object; });
  add_once(sum.overloads, more.overloads,
           [](const Overload& a, const Overload& b) { return a.cause == b.cause && a.beside == b.beside; });
  add_once(sum.waits, more.waits,
           [](const Wait& a, const Wait& b) { return a.cause == b.cause && a.function == b.function; });
}

}  // namespace pginterlock::effects
