#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schema/schema.h"

// What history knows of privileges and settings (schema/memory.h), for those who ask.
namespace pginterlock::schema {

/// A privilege that a role was granted: "select", "select(a)", "select*" with the right to pass it on.
struct Grant {
  std::string privilege;
  std::string grantee;  // as SQL names it: PUBLIC, app
  bool operator==(const Grant&) const = default;
};

std::vector<Grant> grants_on_relation(const Schema& schema, const QualifiedName& relation);
std::vector<Grant> grants_on_routine(const Schema& schema, const QualifiedName& key);
std::vector<Grant> grants_on_type(const Schema& schema, const QualifiedName& type);
/// What ALTER DEFAULT PRIVILEGES gives on such an object ("tables", "sequences", "functions", "types") that is made in
/// the schema, by whatever role.
std::vector<Grant> default_grants(const Schema& schema, std::string_view noun, std::string_view in_schema);

/// Whether PUBLIC may execute a routine that is made in the schema. `role`: the one of SET ROLE; empty: none was set.
bool public_executes_new_routines(const Schema& schema, std::string_view in_schema, std::string_view role = {});
/// The roles for which ALTER DEFAULT PRIVILEGES FOR ROLE took that from PUBLIC.
std::vector<std::string> roles_that_make_private_routines(const Schema& schema);

/// The SET clauses of a routine, by the names of the settings in lower case.
std::vector<std::pair<std::string, std::string>> settings_of_routine(const QualifiedName& key, const Schema& schema);

}  // namespace pginterlock::schema
