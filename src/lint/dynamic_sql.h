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
/// quote_literal(), quote_nullable() or format() covers, or by format() with %s of such a value. A variable that is
/// executed is followed to its assignments. Numbers, uuid and the reg… types, which quote what they show, carry no SQL:
/// neither do `harmless`, the parameters of such a type ("n", "$1"). Reads tokens only, so that a body that does not
/// parse is judged as well.
std::vector<Injection> injections_in(std::string_view body, const std::vector<std::string>& harmless = {});

/// Whether the text of a value of the type cannot carry SQL. Source: the types' output functions; regproc.c quotes.
bool carries_no_sql(std::string_view type);

}  // namespace pginterlock
