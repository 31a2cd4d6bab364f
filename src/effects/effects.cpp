#include "effects/effects.h"

#include <algorithm>

namespace pginterlock {

const Lock* Effects::lock_on(const QualifiedName& relation) const {
  const auto it = std::find_if(locks.begin(), locks.end(), [&](const Lock& lock) { return lock.relation == relation; });
  return it == locks.end() ? nullptr : &*it;
}

bool Effects::does(WorkKind kind, const QualifiedName& relation) const {
  return std::any_of(work.begin(), work.end(),
                     [&](const Work& item) { return item.kind == kind && item.relation == relation; });
}

}  // namespace pginterlock
