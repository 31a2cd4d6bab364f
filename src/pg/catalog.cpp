#include "pg/catalog.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace pginterlock::pg {

namespace {

struct FunctionRow {
  std::string_view name;
  std::uint32_t argument_counts;
  std::uint8_t since;
  std::uint8_t until;
  char volatility;
  std::uint8_t flags;

  constexpr auto key() const { return std::tuple(name); }
};

struct OverloadRow {
  std::string_view name;
  std::string_view argument_types;  // separated by commas
  std::uint32_t argument_counts;
  std::uint8_t since;
  std::uint8_t until;
  char volatility;

  constexpr auto key() const { return std::tuple(name, argument_types); }
};

struct OperatorRow {
  std::string_view name;
  std::uint8_t since;
  std::uint8_t until;
  char volatility;

  constexpr auto key() const { return std::tuple(name); }
};

struct OperatorOverloadRow {
  std::string_view name;
  std::string_view left;
  std::string_view right;
  std::uint8_t since;
  std::uint8_t until;
  char volatility;

  constexpr auto key() const { return std::tuple(name, left, right); }
};

struct CastRow {
  std::string_view source;
  std::string_view target;
  std::uint8_t since;
  std::uint8_t until;
  char context;
  char method;
  char volatility;

  constexpr auto key() const { return std::tuple(source, target); }
};

struct TypeRow {
  std::string_view name;
  std::string_view sql_name;
  std::int16_t length;
  std::uint8_t since;
  std::uint8_t until;
  char kind;
  char category;
  char input_volatility;
  char output_volatility;
  std::uint8_t flags;

  constexpr auto key() const { return std::tuple(name); }
};

#include "pg/catalog_data.inc"

static_assert(oldest_version_read == oldest_catalog_version && newest_version_read == newest_catalog_version);

/// Whether a table can be searched: its keys ascend, and the versions of rows with equal keys ascend without overlap.
template <typename Row, std::size_t size>
constexpr bool is_in_order(const Row (&rows)[size]) {
  const auto out_of_order = [](const Row& a, const Row& b) {
    return std::tuple_cat(a.key(), std::tuple(a.until)) >= std::tuple_cat(b.key(), std::tuple(b.since));
  };
  return std::adjacent_find(std::begin(rows), std::end(rows), out_of_order) == std::end(rows);
}

static_assert(is_in_order(builtin_functions));
static_assert(is_in_order(builtin_overloads));
static_assert(is_in_order(builtin_operators));
static_assert(is_in_order(builtin_operator_overloads));
static_assert(is_in_order(builtin_casts));
static_assert(is_in_order(builtin_types));

constexpr int known_version(int version) { return std::clamp(version, oldest_catalog_version, newest_catalog_version); }

template <typename Row>
bool holds_in(const Row& row, int version) {
  return row.since <= version && version <= row.until;
}

/// For each character of ASCII, where the rows begin whose name begins with it or a higher one.
template <const auto& rows>
constexpr auto beginnings = [] {
  std::array<std::uint16_t, 129> all{};
  std::size_t row = 0;
  for (std::size_t c = 0; c < all.size(); ++c) {
    while (row < std::size(rows) && static_cast<unsigned char>(std::get<0>(rows[row].key())[0]) < c) ++row;
    all[c] = static_cast<std::uint16_t>(row);
  }
  return all;
}();

/// The rows whose key, or the first part of it, is `name`.
template <const auto& rows>
auto rows_of(std::string_view name) {
  using Row = std::remove_cvref_t<decltype(rows[0])>;
  static_assert(std::size(rows) < 0x10000 && beginnings<rows>.back() == std::size(rows));
  const auto letter = static_cast<unsigned char>(name.empty() ? 0x7F : name[0]);
  if (letter >= 0x7F) return std::span<const Row>();
  const Row* const end = rows + beginnings<rows>[letter + 1U];
  const Row* const first =
      std::lower_bound(rows + beginnings<rows>[letter], end, name,
                       [](const Row& row, std::string_view key) { return std::get<0>(row.key()) < key; });
  const Row* last = first;
  while (last != end && std::get<0>(last->key()) == name) ++last;
  return std::span<const Row>(first, last);
}

/// The row with this name that holds in a version; null when there is none. Only for tables keyed by name alone.
template <const auto& rows>
auto row_of(std::string_view name, int version) {
  const auto found = rows_of<rows>(name);
  const auto row =
      std::find_if(found.begin(), found.end(), [&](const auto& one) { return holds_in(one, known_version(version)); });
  return row == found.end() ? nullptr : &*row;
}

constexpr Volatility volatility_of(char letter) {
  switch (letter) {
    case 'i':
      return Volatility::immutable;
    case 's':
      return Volatility::stable;
    case 'v':
      return Volatility::volatile_;
    default:
      return Volatility::unknown;
  }
}

/// The worse one; `unknown` counts as nothing said.
constexpr Volatility worse(Volatility a, Volatility b) {
  if (a == Volatility::unknown) return b;
  if (b == Volatility::unknown) return a;
  return std::max(a, b);
}

constexpr bool takes(std::uint32_t argument_counts, std::size_t count) {
  constexpr std::size_t many = 31;
  return (argument_counts >> std::min(count, many) & 1) != 0;
}

/// What a call may resolve to: one overload of a function or operator name.
struct Candidate {
  std::array<std::string_view, 6> types;  // more arguments than these have no part in telling overloads apart
  Volatility volatility;
};

Volatility worst_of(std::span<const Candidate> candidates) {
  Volatility result = Volatility::unknown;
  for (const Candidate& candidate : candidates) result = worse(result, candidate.volatility);
  return result;
}

bool is_known(std::string_view type) { return !type.empty() && type != "unknown"; }

/// Whether an argument of the type `given` can be passed for `declared` without a cast being spelled.
bool is_passable(std::string_view given, std::string_view declared, int version) {
  if (!is_known(given) || declared.empty() || given == declared) return true;
  if (declared.starts_with("any")) {
    const bool is_array = given.starts_with('_');
    return declared.ends_with("nonarray") ? !is_array : is_array || !declared.ends_with("array");
  }
  const std::optional<CastFact> cast = builtin_cast(given, declared, version);
  return cast && cast->context == 'i';
}

bool is_preferred_for(std::string_view given, std::string_view declared, int version) {
  const std::optional<TypeFact> from = builtin_type(given, version);
  const std::optional<TypeFact> to = builtin_type(declared, version);
  return from && to && to->preferred && from->category == to->category;
}

/// Keeps the candidates with the most positions that a predicate holds for.
template <typename Predicate>
void keep_best(std::vector<Candidate>& candidates, std::span<const std::string_view> given, Predicate matches) {
  std::size_t most = 0;
  const auto count = [&](const Candidate& candidate) {
    std::size_t result = 0;
    for (std::size_t i = 0; i < std::min(given.size(), candidate.types.size()); ++i) {
      if (is_known(given[i]) && matches(given[i], candidate.types[i])) ++result;
    }
    return result;
  };
  for (const Candidate& candidate : candidates) most = std::max(most, count(candidate));
  std::erase_if(candidates, [&](const Candidate& candidate) { return count(candidate) < most; });
}

/// The worst volatility of the candidates that a call with these argument types may mean, by func_match_argtypes' and
/// func_select_candidate's rules. The last of these rules, about literals, is left out: all that remain are counted.
Volatility resolved(std::vector<Candidate> candidates, std::span<const std::string_view> given, int version) {
  const Volatility worst = worst_of(candidates);
  std::erase_if(candidates, [&](const Candidate& candidate) {
    for (std::size_t i = 0; i < std::min(given.size(), candidate.types.size()); ++i) {
      if (!is_passable(given[i], candidate.types[i], version)) return true;
    }
    return false;
  });
  if (candidates.empty()) return worst;  // no valid call, or types that are not built in

  for (std::size_t i = 0; i < std::min(given.size(), candidates.front().types.size()); ++i) {
    const bool decides = std::ranges::any_of(
        candidates, [&](const Candidate& candidate) { return candidate.types[i] != candidates.front().types[i]; });
    if (given[i].empty() && decides) return worst_of(candidates);
  }
  keep_best(candidates, given, [](std::string_view type, std::string_view declared) { return type == declared; });
  keep_best(candidates, given, [&](std::string_view type, std::string_view declared) {
    return type == declared || is_preferred_for(type, declared, version);
  });
  return worst_of(candidates);
}

/// The overloads of a name with mixed volatility that take the given number of arguments in a version.
std::vector<Candidate> function_candidates(std::string_view name, std::size_t argument_count, int version) {
  std::vector<Candidate> result;
  for (const OverloadRow& row : rows_of<builtin_overloads>(name)) {
    if (!holds_in(row, known_version(version)) || !takes(row.argument_counts, argument_count)) continue;
    Candidate candidate{.types = {}, .volatility = volatility_of(row.volatility)};
    std::string_view rest = row.argument_types;
    for (std::string_view& type : candidate.types) {
      const std::size_t comma = std::min(rest.find(','), rest.size());
      type = rest.substr(0, comma);
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
    result.push_back(candidate);
  }
  return result;
}

std::optional<TypeFact> fact_of(const TypeRow* row) {
  if (row == nullptr) return std::nullopt;
  const auto flag = [&](unsigned bit) { return (row->flags & bit) != 0; };
  return TypeFact{
      .sql_name = row->sql_name,
      .length = row->length,
      .kind = row->kind,
      .category = row->category,
      .preferred = flag(2),
      .collatable = flag(1),
      .has_btree = flag(4),
      .has_hash = flag(8),
      .has_gist = flag(16),
      .has_gin = flag(32),
      .has_spgist = flag(64),
      .has_brin = flag(128),
      .input_volatility = volatility_of(row->input_volatility),
      .output_volatility = volatility_of(row->output_volatility),
  };
}

}  // namespace

bool builtin_function_exists(std::string_view name, int version) {
  return row_of<builtin_functions>(name, version) != nullptr;
}

Volatility builtin_function_volatility(std::string_view name, std::size_t argument_count, int version) {
  const FunctionRow* row = row_of<builtin_functions>(name, version);
  if (row == nullptr || !takes(row->argument_counts, argument_count)) return Volatility::unknown;
  if (row->volatility != 'm') return volatility_of(row->volatility);
  return worst_of(function_candidates(name, argument_count, version));
}

Volatility builtin_function_volatility(std::string_view name, std::span<const std::string_view> argument_types,
                                       int version) {
  const FunctionRow* row = row_of<builtin_functions>(name, version);
  if (row == nullptr || !takes(row->argument_counts, argument_types.size())) return Volatility::unknown;
  if (row->volatility != 'm') return volatility_of(row->volatility);
  return resolved(function_candidates(name, argument_types.size(), version), argument_types, version);
}

std::optional<FunctionFact> builtin_function(std::string_view name, int version) {
  const FunctionRow* row = row_of<builtin_functions>(name, version);
  if (row == nullptr) return std::nullopt;
  return FunctionFact{
      .set_returning = (row->flags & 1) != 0, .aggregate = (row->flags & 2) != 0, .window = (row->flags & 4) != 0};
}

Volatility builtin_operator_volatility(std::string_view name, std::optional<std::string_view> left,
                                       std::string_view right, int version) {
  const OperatorRow* row = row_of<builtin_operators>(name, version);
  if (row == nullptr) return Volatility::unknown;
  if (row->volatility != 'm') return volatility_of(row->volatility);

  // binary_oper_exact takes a literal to be of the other operand's type, when there is such an operator.
  const std::array<std::string_view, 2> given = {left.value_or(""), right};
  const std::array<std::string_view, 2> exact = {given[0] == "unknown" ? right : given[0],
                                                 right == "unknown" ? given[0] : right};
  std::vector<Candidate> candidates;
  for (const OperatorOverloadRow& overload : rows_of<builtin_operator_overloads>(name)) {
    if (!holds_in(overload, known_version(version)) || overload.left.empty() == left.has_value()) continue;
    const Volatility volatility = volatility_of(overload.volatility);
    if (left && is_known(exact[0]) && overload.left == exact[0] && overload.right == exact[1]) return volatility;
    candidates.push_back({.types = {overload.left, overload.right}, .volatility = volatility});
  }
  return resolved(std::move(candidates), given, version);
}

std::optional<CastFact> builtin_cast(std::string_view source, std::string_view target, int version) {
  for (const CastRow& row : rows_of<builtin_casts>(source)) {
    if (row.target == target && holds_in(row, known_version(version))) {
      return CastFact{row.context, row.method, volatility_of(row.volatility)};
    }
  }
  return std::nullopt;
}

std::optional<TypeFact> builtin_type(std::string_view name, int version) {
  return fact_of(row_of<builtin_types>(name, version));
}

std::optional<TypeFact> builtin_type(std::string_view name) {
  const std::span<const TypeRow> rows = rows_of<builtin_types>(name);
  return fact_of(rows.empty() ? nullptr : &rows.back());
}

}  // namespace pginterlock::pg
