#pragma once

#include "catalogue.h"
#include "catalogue_of_schema.h"
#include "server.h"

namespace pginterlock::conformance {

/// What a database holds but for temporary objects and what belongs to extensions. Throws ServerError.
Catalogue catalogue_of(Connection& connection);

/// Gives the catalogue that was replayed the attributes that pginterlock keeps as SQL, in the form in which the server
/// tells such SQL: each is made once more in an empty temporary copy of its table. What the server refuses becomes an
/// attribute that says so. Throws ServerError.
void add_kept_sql(ReplayedCatalogue& replayed, Connection& connection);

}  // namespace pginterlock::conformance
