#include "pg/signatures.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace pginterlock::pg {

namespace {

struct FunctionSignatureRow {
  std::string_view name;
  std::string_view arguments;  // separated by commas
  std::string_view result;
  char volatility;
  std::uint8_t least;
  std::uint8_t since;
  std::uint8_t until;
  std::uint8_t flags;
};

struct OperatorSignatureRow {
  std::string_view name;
  std::string_view left;
  std::string_view right;
  std::string_view result;
  char volatility;
  std::uint8_t since;
  std::uint8_t until;
};

#include "pg/signature_data.inc"

constexpr unsigned flag_set_returning = 1, flag_aggregate = 2, flag_window = 4, flag_variadic = 8;

struct Candidate {
  std::vector<std::string_view> types;  // as many as the call has arguments
  std::string_view result;
  char volatility;
  unsigned flags;
};
using Candidates = std::vector<Candidate>;
using Types = std::span<const std::string_view>;

template <typename Row, std::size_t size>
std::span<const Row> rows_of(const Row (&rows)[size], std::string_view name) {
  const auto first = std::lower_bound(std::begin(rows), std::end(rows), name,
                                      [](const Row& row, std::string_view key) { return row.name < key; });
  const auto last = std::upper_bound(first, std::end(rows), name,
                                     [](std::string_view key, const Row& row) { return key < row.name; });
  return {first, last};
}

bool is_known(std::string_view type) { return !type.empty() && type != "unknown"; }
bool is_array(std::string_view type) { return type.starts_with('_'); }
bool is_polymorphic(std::string_view type) { return type.starts_with("any"); }

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    parts.push_back(text.substr(0, comma));
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return parts;
}

/// What one of the arguments that a VARIADIC array stands for is.
std::string_view element_of_variadic(std::string_view array) {
  if (array == "anyarray") return "anyelement";
  if (array == "anycompatiblearray") return "anycompatible";
  return is_array(array) ? array.substr(1) : array;
}

/// Source: namespace.c, FuncnameGetCandidates.
Candidates function_candidates(std::string_view name, std::size_t count, bool variadic, int version) {
  Candidates result;
  for (const FunctionSignatureRow& row : rows_of(function_signatures, name)) {
    if (version < row.since || version > row.until) continue;
    std::vector<std::string_view> types = split(row.arguments);
    const bool expands = (row.flags & flag_variadic) != 0 && !variadic;
    if (expands) {
      if (count < types.size()) continue;
      const std::string_view element = element_of_variadic(types.back());
      types.pop_back();
      types.resize(count, element);
    } else if (count < row.least || count > types.size()) {
      continue;
    }
    types.resize(count);
    result.push_back({std::move(types), row.result, row.volatility, row.flags});
  }
  return result;
}

char category_of(std::string_view type, int version) {
  if (type == "unknown") return 'X';
  const auto fact = builtin_type(type, version);
  return fact ? fact->category : '\0';
}

bool is_preferred(std::string_view type, char category, int version) {
  const auto fact = builtin_type(type, version);
  return fact && fact->preferred && fact->category == category;
}

template <typename Matches>
void keep_best(Candidates& candidates, Types given, Matches matches) {
  const auto count = [&](const Candidate& candidate) {
    std::size_t result = 0;
    for (std::size_t i = 0; i < given.size(); ++i) {
      if (is_known(given[i]) && matches(given[i], candidate.types[i])) ++result;
    }
    return result;
  };
  std::size_t most = 0;
  for (const Candidate& candidate : candidates) most = std::max(most, count(candidate));
  std::erase_if(candidates, [&](const Candidate& candidate) { return count(candidate) < most; });
}

/// Literals are strings where a candidate takes one, else of the category on which all agree.
void keep_by_literals(Candidates& candidates, Types given, int version) {
  Candidates kept = candidates;
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (given[i] != "unknown") continue;
    char category = category_of(candidates.front().types[i], version);
    bool agree = true;
    for (const Candidate& candidate : candidates) {
      const char other = category_of(candidate.types[i], version);
      if (other == 'S') category = 'S';
      agree &= other == category_of(candidates.front().types[i], version);
    }
    if (category != 'S' && !agree) return;
    const auto fits = [&](const Candidate& one) { return category_of(one.types[i], version) == category; };
    std::erase_if(kept, [&](const Candidate& candidate) { return !fits(candidate); });
    const auto preferred = [&](const Candidate& one) { return is_preferred(one.types[i], category, version); };
    if (std::any_of(kept.begin(), kept.end(), preferred)) {
      std::erase_if(kept, [&](const Candidate& candidate) { return !preferred(candidate); });
    }
  }
  if (!kept.empty()) candidates = std::move(kept);
}

/// When all known arguments are of one type, the literals are taken to be of it, too.
void keep_by_known_type(Candidates& candidates, Types given, int version) {
  std::string_view type;
  for (const std::string_view one : given) {
    if (one == "unknown") continue;
    if (!type.empty() && one != type) return;
    type = one;
  }
  if (type.empty()) return;
  Candidates kept = candidates;
  std::erase_if(kept, [&](const Candidate& candidate) {
    return !std::all_of(candidate.types.begin(), candidate.types.end(),
                        [&](std::string_view declared) { return implicitly_coercible(type, declared, version); });
  });
  if (kept.size() == 1) candidates = std::move(kept);
}

void select(Candidates& candidates, Types given, int version) {
  keep_best(candidates, given, [](std::string_view type, std::string_view declared) { return type == declared; });
  if (candidates.size() == 1) return;
  keep_best(candidates, given, [&](std::string_view type, std::string_view declared) {
    return type == declared || is_preferred(declared, category_of(type, version), version);
  });
  const bool literals = std::find(given.begin(), given.end(), "unknown") != given.end();
  if (candidates.size() == 1 || !literals) return;
  keep_by_literals(candidates, given, version);
  if (candidates.size() > 1) keep_by_known_type(candidates, given, version);
}

/// The result of a polymorphic function, from the arguments that decide it. Source: parse_coerce.c,
/// enforce_generic_type_consistency.
std::string result_of(const Candidate& candidate, Types given, int version) {
  if (!is_polymorphic(candidate.result)) return std::string(candidate.result);
  std::string element;
  for (std::size_t i = 0; i < given.size(); ++i) {
    const std::string_view declared = candidate.types[i];
    if (!is_polymorphic(declared) || !is_known(given[i])) continue;
    std::string_view here;
    if (declared == "anyarray" || declared == "anycompatiblearray") {
      if (is_array(given[i])) here = given[i].substr(1);
    } else if (declared != "anyrange" && declared != "anymultirange" && declared != "any" && !is_array(given[i])) {
      here = given[i];
    }
    if (here.empty() || (!element.empty() && element != here)) return {};
    element = here;
  }
  if (element.empty()) return {};
  if (candidate.result == "anyarray" || candidate.result == "anycompatiblearray") {
    return builtin_type("_" + element, version) ? "_" + element : std::string{};
  }
  return candidate.result == "anyrange" || candidate.result == "anymultirange" ? std::string{} : element;
}

constexpr Volatility volatility_of(char letter) {
  return letter == 'i' ? Volatility::immutable : letter == 's' ? Volatility::stable : Volatility::volatile_;
}

Resolution sum_of(const Candidates& candidates, Types given, int version) {
  Resolution result{.outcome = candidates.size() == 1 ? Resolved::one : Resolved::several,
                    .result = result_of(candidates.front(), given, version),
                    .volatility = Volatility::immutable,
                    .set_returning = true,
                    .aggregate = true,
                    .window = true};
  for (const Candidate& candidate : candidates) {
    if (candidate.result != candidates.front().result) result.result.clear();
    const Volatility volatility = volatility_of(candidate.volatility);
    result.volatility =
        &candidate == &candidates.front() || volatility == result.volatility ? volatility : Volatility::unknown;
    result.set_returning &= (candidate.flags & flag_set_returning) != 0;
    result.aggregate &= (candidate.flags & flag_aggregate) != 0;
    result.window &= (candidate.flags & flag_window) != 0;
  }
  if (candidates.size() == 1) result.arguments = candidates.front().types;
  return result;
}

/// The best of those that take the arguments. Source: parse_func.c, func_select_candidate.
Resolution best_of(Candidates candidates, Types given, int version) {
  if (candidates.empty()) return {.outcome = Resolved::none};
  const bool all_told = std::none_of(given.begin(), given.end(), [](std::string_view type) { return type.empty(); });
  if (candidates.size() > 1 && all_told) select(candidates, given, version);
  return sum_of(candidates, given, version);
}

Resolution resolve(Candidates candidates, Types given, int version) {
  for (const Candidate& candidate : candidates) {
    if (!given.empty() && std::equal(given.begin(), given.end(), candidate.types.begin())) {
      return sum_of({candidate}, given, version);
    }
  }
  std::erase_if(candidates, [&](const Candidate& candidate) {
    for (std::size_t i = 0; i < given.size(); ++i) {
      if (!implicitly_coercible(given[i], candidate.types[i], version)) return true;
    }
    return false;
  });
  return best_of(std::move(candidates), given, version);
}

Resolution look_up_operator(std::string_view name, std::optional<std::string_view> left, std::string_view right,
                            int version) {
  const std::array operands{left.value_or(std::string_view{}), right};
  const Types given = Types(operands).subspan(left ? 0 : 1);
  const auto rows = rows_of(operator_signatures, name);
  const auto offered = [&](const OperatorSignatureRow& row) {
    return version >= row.since && version <= row.until && row.left.empty() != left.has_value();
  };
  const auto candidate = [&](const OperatorSignatureRow& row) {
    return Candidate{left ? std::vector{row.left, row.right} : std::vector{row.right}, row.result, row.volatility, 0};
  };
  // binary_oper_exact takes a literal to be of the other operand's type, when there is such an operator.
  const std::string_view both = !left || *left == "unknown" ? right : right == "unknown" ? *left : std::string_view{};
  const OperatorSignatureRow* exact = nullptr;
  bool any = false;
  for (const OperatorSignatureRow& row : rows) {
    if (!offered(row)) continue;
    any = true;
    if (left && is_known(both) && row.left == both && row.right == both) {
      return sum_of({candidate(row)}, std::array{both, both}, version);
    }
    if (exact == nullptr && row.right == right && (!left || row.left == *left)) exact = &row;
  }
  if (exact != nullptr) return sum_of({candidate(*exact)}, given, version);
  if (!any) return {};
  Candidates candidates;
  for (const OperatorSignatureRow& row : rows) {
    if (!offered(row) || !implicitly_coercible(right, row.right, version)) continue;
    if (left && !implicitly_coercible(*left, row.left, version)) continue;
    candidates.push_back(candidate(row));
  }
  return best_of(std::move(candidates), given, version);
}

}  // namespace

bool implicitly_coercible(std::string_view from, std::string_view to, int version) {
  if (from == to || from == "unknown" || from.empty() || to == "any") return true;
  if (is_polymorphic(to)) {
    if (to == "anyarray" || to == "anycompatiblearray") return is_array(from);
    const auto fact = builtin_type(from, version);
    if (to == "anyenum") return !fact;
    if (to == "anyrange" || to == "anycompatiblerange") return fact && fact->kind == 'r';
    if (to == "anymultirange" || to == "anycompatiblemultirange") return fact && fact->kind == 'm';
    return !to.ends_with("nonarray") || !is_array(from);
  }
  if (is_array(from) && is_array(to)) {
    const auto element = builtin_cast(from.substr(1), to.substr(1), version);
    return element && element->context == 'i';
  }
  const auto cast = builtin_cast(from, to, version);
  return cast && cast->context == 'i';
}

Resolution resolve_function(std::string_view name, std::span<const std::string_view> types, bool variadic,
                            int version) {
  version = std::clamp(version, oldest_catalog_version, newest_catalog_version);
  Candidates candidates = function_candidates(name, types.size(), variadic, version);
  if (!candidates.empty()) return resolve(std::move(candidates), types, version);
  return {.outcome = builtin_function_exists(name, version) ? Resolved::none : Resolved::no_name};
}

Resolution resolve_operator(std::string_view name, std::optional<std::string_view> left, std::string_view right,
                            int version) {
  version = std::clamp(version, oldest_catalog_version, newest_catalog_version);
  // A history asks for the same few again and again.
  constexpr std::size_t most_known = 4096;
  thread_local std::unordered_map<std::string, Resolution> known;
  thread_local std::string key;
  // No name holds a NUL.
  key.assign(name).append(1, '\0').append(left.value_or(std::string_view{})).append(1, '\0').append(right);
  key.append({'\0', left ? '2' : '1', static_cast<char>(version)});
  if (const auto it = known.find(key); it != known.end()) return it->second;
  if (known.size() >= most_known) known.clear();
  return known.emplace(key, look_up_operator(name, left, right, version)).first->second;
}

}  // namespace pginterlock::pg
