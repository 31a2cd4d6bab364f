#include "schema/apply.h"

namespace pginterlock {

void apply_to_schema(const ApplyContext&, Schema&) {}

}  // namespace pginterlock
