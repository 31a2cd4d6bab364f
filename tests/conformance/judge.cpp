#include "judge.h"

#include "sent.h"

namespace pginterlock::conformance {

Computed computed_for(const CaseFile& file, const Case& one, int version, const Observation& observation) {
  Computed inside = compute(file, one, version, Around::transaction);
  if (observation.block != TransactionBlock::forbidden) return inside;
  // The rest shows outside a transaction block only.
  Computed alone = compute(file, one, version, Around::nothing);
  if (inside.effects.block != TransactionBlock::forbidden) alone.effects.block = TransactionBlock::allowed;
  return alone;
}

Comparison judge(const CaseFile& file, const Case& one, int version, const Observation& observation) {
  if (observation.sent) return compare_sent(one, *observation.sent, compute_sent(file, one, version));
  return compare(one, observation, computed_for(file, one, version, observation));
}

}  // namespace pginterlock::conformance
