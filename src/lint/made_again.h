#pragma once

#include <memory>
#include <string>

#include "lint/rule.h"

// What took a name away from clients is no harm when the same transaction gives the name to something that serves them.
namespace pginterlock {

/// How a relation that has the name of another one serves that one's clients.
struct MadeAgain {
  enum class Way : std::uint8_t {
    serves,    // as far as is known
    lacks,     // a column is missing, or it cannot be written to
    is_empty,  // a new table that nothing was put in
  };
  Way way = Way::serves;
  std::string how;  // "it has no column val"
};
MadeAgain made_again(const Relation& was, const Relation& now, const State& state);

/// The relation as it is before the statement, for Report::was; one of which nothing is known is told by its name
/// alone.
std::shared_ptr<const Relation> relation_before(const Context& ctx, const QualifiedName& name);

/// Looks at the rule's findings of the transaction that is open in `state`, about relations that lost their name in it:
/// takes back those whose clients are served, and tells of the others how they are not. To be called before COMMIT and
/// at the end of a migration.
void settle_made_again(const State& state, Reporter& out);

}  // namespace pginterlock
