#pragma once

#include <string>
#include <vector>

#include "schema/schema.h"

// The enum values that history added within transactions. A runner that puts all migrations of a fresh installation
// into one transaction cannot use them: they are not committed before its end.
namespace pginterlock::schema {

void note_new_label(const UserType& type, const std::string& label, const Origin& origin, Schema& schema);

/// The types of which there are such values, in the order in which the first of each was added; null: none.
const std::vector<QualifiedName>* types_with_new_labels(const Schema& schema);
/// Those of the type as it is now: what was added to one of its name that is gone does not count.
std::vector<std::string> new_labels_of(const UserType& type, const Schema& schema);

}  // namespace pginterlock::schema
