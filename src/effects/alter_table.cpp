#include "effects/families.h"

namespace pginterlock::effects {

void alter_table(const ::AlterTableStmt&, EffectsBuilder& out) { out.unknown("ALTER TABLE is not analysed"); }

}  // namespace pginterlock::effects
