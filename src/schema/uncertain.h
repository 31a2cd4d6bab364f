#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "schema/schema.h"

namespace pginterlock {

/// What a stretch of statements made of the schema: the objects that it changed, as they are after it.
struct Alternative {
  template <typename T>
  using Changes = std::vector<std::pair<QualifiedName, std::shared_ptr<const T>>>;  // null: it is gone

  Changes<Relation> relations;
  Changes<UserType> types;
  Changes<Routine> routines;
  Changes<NamedObject> others;
  Changes<std::vector<std::string>> overloads;
  Changes<std::size_t> constraint_names;
};

/// Takes back what changed since `before` and says what it was.
Alternative take_back(Schema& schema, const Schema::Mark& before);

enum class Doubt : std::uint8_t {
  either,   // the schema is as it was or as the alternative has it: what holds in one of them alone is not claimed
  guarded,  // the alternative makes what it makes unless it is there already: it is there afterwards
};
/// The schema may be as the alternative has it.
void may_be(Schema& schema, const Alternative& alternative, Doubt doubt);

}  // namespace pginterlock
