#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pg/catalog.h"

/// What a call of a built-in function or operator resolves to, by the rules of PostgreSQL's parser. Types are told as
/// in pg/catalog.h: catalogue names, "unknown" for a string literal or NULL without a cast, "" for a type that the
/// caller does not know; such an argument fits everything.
namespace pginterlock::pg {

enum class Resolved : std::uint8_t {
  one,      // this one is called
  several,  // what is not known, or a literal, decides between some
  none,     // the name exists, but takes no such arguments
  no_name,  // there is no built-in of that name in this version
};

struct Resolution {
  Resolved outcome = Resolved::no_name;
  std::string result = {};  // the type; "" when it is not certain
  Volatility volatility = Volatility::unknown;
  bool set_returning = false;  // these three: of all that it may be
  bool aggregate = false;
  bool window = false;
  std::vector<std::string_view> arguments = {};  // what the one takes, in the order of the call
};

/// In: the call's arguments in order; for WITHIN GROUP the direct ones first. `variadic`: the last is spelled VARIADIC.
/// Source: parse_func.c, func_get_detail, func_match_argtypes, func_select_candidate.
Resolution resolve_function(std::string_view name, std::span<const std::string_view> types, bool variadic, int version);

/// No `left` for a prefix operator. Source: parse_oper.c, oper, left_oper, oper_select_candidate.
Resolution resolve_operator(std::string_view name, std::optional<std::string_view> left, std::string_view right,
                            int version);

/// Whether a value of one type can stand where another is wanted without a cast being spelled.
/// Source: parse_coerce.c, can_coerce_type with COERCION_IMPLICIT.
bool implicitly_coercible(std::string_view from, std::string_view to, int version);

}  // namespace pginterlock::pg
