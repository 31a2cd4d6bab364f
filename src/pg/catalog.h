#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

/// Facts about PostgreSQL's built-in functions, operators, casts and types (schema pg_catalog), read from the system
/// catalogues of real servers by tools/generate_catalog.py.
///
/// Names are catalogue names, as they are stored, compared byte by byte: "int4", "timestamptz", "_text" for text[],
/// "char" for the type that SQL spells "char" with quotes. `version` is a major version; one below
/// oldest_catalog_version is answered like the oldest, one above newest_catalog_version like the newest.
namespace pginterlock::pg {

inline constexpr int oldest_catalog_version = 12;
inline constexpr int newest_catalog_version = 18;

/// The order is the order of badness, but for `unknown`, which says that there is no such built-in.
enum class Volatility : unsigned char { immutable, stable, volatile_, unknown };

/// Out: whether a built-in function, aggregate or window function has this name (pg_proc).
/// Constructs with a grammar of their own, such as COALESCE or CURRENT_TIMESTAMP, are no functions.
bool builtin_function_exists(std::string_view name, int version);

/// In: a function's name and the number of arguments a call spells.
/// Out: the worst provolatile of the overloads such a call can reach, with defaulted and variadic arguments, and with
/// an ordered-set aggregate's direct arguments; `unknown` when there is none (pg_proc).
Volatility builtin_function_volatility(std::string_view name, std::size_t argument_count, int version);

/// As above, with what is known about the arguments' types: a type's name (for a domain, its base type's), "unknown"
/// for a string literal or NULL without a cast, "" for an expression whose type the caller does not know.
/// Out: the provolatile of the overload that the call resolves to; where that is not certain, the worst one of those
/// that remain. date_trunc("unknown", "timestamp") is immutable, date_trunc("unknown", "date") is stable.
/// The conversions that the arguments need for it are not counted; builtin_cast tells about them.
Volatility builtin_function_volatility(std::string_view name, std::span<const std::string_view> argument_types,
                                       int version);

/// What holds for at least one of the overloads of a name.
struct FunctionFact {
  bool set_returning;
  bool aggregate;
  bool window;
};

/// Out: the flags of a name's overloads (pg_proc.proretset and prokind); nothing when no built-in has the name.
std::optional<FunctionFact> builtin_function(std::string_view name, int version);

/// In: an operator's name and its operands' types, told as for functions; no `left` for a prefix operator.
/// Out: the provolatile of the function behind the operator (pg_operator.oprcode), or the worst one of those it can be;
/// `unknown` when there is none. text || text is immutable, text || int4 is stable.
Volatility builtin_operator_volatility(std::string_view name, std::optional<std::string_view> left,
                                       std::string_view right, int version);

struct CastFact {
  char context;           // castcontext: 'i' implicit, 'a' in assignments, 'e' explicit
  char method;            // castmethod: 'f' function, 'b' binary-coercible, 'i' by text input and output
  Volatility volatility;  // of what the cast runs; a binary-coercible cast runs nothing and is immutable
};

/// Out: what pg_cast has for the two types. A type's length coercion has source = target (varchar to varchar).
/// Nothing when pg_cast has no row; the server may yet convert: between equal types, between arrays by their elements,
/// from and to strings by TypeFact's input and output functions, from a domain by its base type.
std::optional<CastFact> builtin_cast(std::string_view source, std::string_view target, int version);

struct TypeFact {
  std::string_view sql_name;  // format_type's name: "timestamp with time zone" for timestamptz
  int length;                 // typlen: bytes, -1 varlena, -2 C string
  char kind;                  // typtype: 'b' base, 'r' range, 'm' multirange, 'p' pseudo-type
  char category;              // typcategory: 'N' numeric, 'S' string, 'A' array, …
  bool preferred;             // typispreferred
  bool collatable;            // typcollation is set
  bool has_btree;             // an index of this method can be made without naming an operator class: there is
  bool has_hash;              // a default one for the type, for a type it is binary-coercible to, or for its
  bool has_gist;              // polymorphic kind, for an array one that the elements' type has the means for
  bool has_gin;
  bool has_spgist;
  bool has_brin;
  Volatility input_volatility;   // of typinput: what a cast from a string runs
  Volatility output_volatility;  // of typoutput: what a cast to a string runs
};

/// Out: what pg_type and pg_opclass say about a type in this version; nothing when there is no such built-in type.
/// Row types of system catalogues are left out.
std::optional<TypeFact> builtin_type(std::string_view name, int version);

/// As above, in the newest version that has the type.
std::optional<TypeFact> builtin_type(std::string_view name);

}  // namespace pginterlock::pg
