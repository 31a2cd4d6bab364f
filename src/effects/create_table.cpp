#include "effects/families.h"

namespace pginterlock::effects {

void create_table(const ::CreateStmt&, EffectsBuilder& out) { out.unknown("CREATE TABLE is not analysed"); }
void create_table_as(const ::CreateTableAsStmt&, EffectsBuilder& out) { out.unknown("CREATE TABLE AS is not analysed"); }

}  // namespace pginterlock::effects
