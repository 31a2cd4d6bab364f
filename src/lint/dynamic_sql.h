#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pginterlock {

/// A value that reaches EXECUTE as SQL text without being quoted.
struct Injection {
  std::string value;  // as written: an identifier, or "%s"
};

/// Looks through a PL/pgSQL body for EXECUTE whose text is put together with || from values that no quote_ident(),
/// quote_literal(), quote_nullable() or format() covers, or by format() with %s. A variable that is executed is
/// followed to its assignments. Reads tokens only, so that a body that does not parse is judged as well.
std::vector<Injection> injections_in(std::string_view body);

}  // namespace pginterlock
