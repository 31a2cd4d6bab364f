#pragma once

#include <set>
#include <vector>

#include "catalogue.h"
#include "schema/schema.h"

namespace pginterlock::conformance {

/// What pginterlock replayed. Temporary objects and those that are only mentioned are left out.
struct ReplayedCatalogue {
  Catalogue catalogue;
  std::set<CatalogueObject> doubted;  // relations of which not all is known
  std::vector<KeptSql> kept;          // attributes that are still to be brought into the server's form
};

ReplayedCatalogue catalogue_of(const Schema& schema, int version);

}  // namespace pginterlock::conformance
