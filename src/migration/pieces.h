#pragma once

#include <vector>

#include "migration/discover.h"

namespace pginterlock {

/// Notes which of the ordered files are pieces of one migration. Ory's popx cuts a migration with several statements
/// into files whose version is that of the migration (14 digits) and a number of six digits; what one piece makes, the
/// way back of another may take. Source: ory/x, popx and its tool that splits migrations.
void note_pieces(std::vector<MigrationFile>& files);

}  // namespace pginterlock
