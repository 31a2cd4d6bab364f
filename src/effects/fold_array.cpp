// What arrays in a routine's body hold when that is known before they run.
#include <algorithm>

#include "effects/fold.h"
#include "pg/lexer.h"
#include "pg/names.h"

namespace pginterlock::effects {

namespace {

using pg::as;

constexpr int deepest = 500;
constexpr std::size_t most_elements = 1000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// An element in double quotes, from behind the first of them on; none: it does not end.
std::optional<std::string> quoted_element(std::string_view literal, std::size_t& at) {
  std::string element;
  for (; at < literal.size(); ++at) {
    if (literal[at] == '"') {
      ++at;
      return element;
    }
    if (literal[at] == '\\' && ++at == literal.size()) break;
    element += literal[at];
  }
  return std::nullopt;
}

/// The elements of '{a,"b c"}', an array of one dimension without nulls. Source: arrayfuncs.c, ReadArrayStr.
std::optional<std::vector<std::string>> array_literal(std::string_view literal) {
  if (literal.size() < 2 || literal.front() != '{' || literal.back() != '}') return std::nullopt;
  literal = literal.substr(1, literal.size() - 2);
  std::vector<std::string> elements;
  const auto skip_blanks = [&](std::size_t at) {
    return std::min(literal.find_first_not_of(" \t\n\r", at), literal.size());
  };
  for (std::size_t at = skip_blanks(0); at < literal.size(); at = skip_blanks(at)) {
    if (!elements.empty()) {
      if (literal[at] != ',') return std::nullopt;
      at = skip_blanks(at + 1);
    }
    if (at < literal.size() && literal[at] == '"') {
      auto element = quoted_element(literal, ++at);
      if (!element) return std::nullopt;
      elements.push_back(*std::move(element));
      continue;
    }
    const std::size_t end = std::min(literal.find_first_of(",\"\\{}", at), literal.size());
    if (end < literal.size() && literal[end] != ',') return std::nullopt;
    std::string_view element = literal.substr(at, end - at);
    element = element.substr(0, element.find_last_not_of(" \t\n\r") + 1);
    if (element.empty() || pg::same_word(element, "null")) return std::nullopt;
    elements.emplace_back(element);
    at = end;
  }
  return elements;
}

std::optional<std::vector<std::string>> elements_of(const ::A_ArrayExpr& array, const Values& values, int depth) {
  std::vector<std::string> elements;
  for (std::size_t i = 0; i < pg::length(array.elements); ++i) {
    auto element = fold_text(pg::nth(array.elements, i), values, depth + 1);
    if (!element || i > most_elements) return std::nullopt;
    elements.push_back(*std::move(element));
  }
  return elements;
}

std::optional<std::vector<std::string>> joined(std::optional<std::vector<std::string>> left,
                                               const std::optional<std::vector<std::string>>& right) {
  if (!left || !right || left->size() + right->size() > most_elements) return std::nullopt;
  left->insert(left->end(), right->begin(), right->end());
  return left;
}

std::optional<std::vector<std::string>> one_element(const ::Node* node, const Values& values, int depth) {
  auto element = fold_text(node, values, depth + 1);
  return element ? std::optional(std::vector{*std::move(element)}) : std::nullopt;
}

/// Source: varlena.c, text_to_array. A delimiter in the text separates, wherever it stands.
std::vector<std::string> split(const std::string& text, const std::string& delimiter) {
  std::vector<std::string> elements;
  if (text.empty()) return elements;
  std::size_t begin = 0;
  for (std::size_t end = 0; end != std::string::npos && !delimiter.empty(); begin = end + delimiter.size()) {
    end = text.find(delimiter, begin);
    elements.push_back(text.substr(begin, end == std::string::npos ? end : end - begin));
    if (end == std::string::npos) return elements;
  }
  return {text};
}

std::optional<std::vector<std::string>> fold_array_call(const ::FuncCall& call, const Values& values, int depth) {
  const std::string name = pg::name_of(call.funcname).name.str();
  if (pg::length(call.args) != 2) return std::nullopt;
  const ::Node* first = pg::nth(call.args, 0);
  const ::Node* second = pg::nth(call.args, 1);
  if (name == "array_append") return joined(fold_array(first, values, depth + 1), one_element(second, values, depth));
  if (name == "array_prepend") return joined(one_element(first, values, depth), fold_array(second, values, depth + 1));
  if (name == "array_cat") return joined(fold_array(first, values, depth + 1), fold_array(second, values, depth + 1));
  if (name != "string_to_array") return std::nullopt;
  const auto text = fold_text(first, values, depth + 1);
  const auto delimiter = text ? fold_text(second, values, depth + 1) : std::nullopt;
  if (!delimiter) return std::nullopt;
  return split(*text, *delimiter);
}

}  // namespace

std::optional<std::vector<std::string>> fold_array(const ::Node* expression, const Values& values, int depth) {
  if (expression == nullptr || depth > deepest) return std::nullopt;
  if (const auto* cast = as<TypeCast>(expression)) {
    if (cast->typeName == nullptr || pg::length(cast->typeName->arrayBounds) == 0) return std::nullopt;
    return fold_array(cast->arg, values, depth + 1);
  }
  if (const auto* array = as<A_ArrayExpr>(expression)) return elements_of(*array, values, depth);
  if (const auto* call = as<FuncCall>(expression)) {
    if (auto elements = fold_array_call(*call, values, depth)) return elements;
  }
  // Of || one side at least is written as an array; else it may join texts.
  const auto* operation = as<A_Expr>(expression);
  if (operation != nullptr && operation->kind == AEXPR_OP && pg::name_of(operation->name).name == "||") {
    const bool arrays = as<A_ArrayExpr>(operation->lexpr) != nullptr || as<A_ArrayExpr>(operation->rexpr) != nullptr;
    if (!arrays) return std::nullopt;
    return joined(fold_array(operation->lexpr, values, depth + 1), fold_array(operation->rexpr, values, depth + 1));
  }
  const auto literal = fold_text(expression, values, depth);
  return literal ? array_literal(*literal) : std::nullopt;
}

std::optional<std::string> fold_element(const ::A_Indirection& access, const Values& values, int depth) {
  const auto* place = as<A_Indices>(pg::nth(access.indirection, 0));
  if (place == nullptr || place->is_slice || pg::length(access.indirection) != 1) return std::nullopt;
  const auto number = fold_text(place->uidx, values, depth + 1);
  const auto elements = number ? fold_array(access.arg, values, depth + 1) : std::nullopt;
  if (!elements || number->empty() || number->size() > 6 || !std::all_of(number->begin(), number->end(), is_digit))
    return std::nullopt;
  const std::size_t n = std::stoul(*number);
  return n == 0 || n > elements->size() ? std::nullopt : std::optional((*elements)[n - 1]);
}

std::string array_text(const std::vector<std::string>& elements) {
  std::string text = "{";
  for (const std::string& element : elements) {
    if (text.size() > 1) text += ',';
    const bool plain = !element.empty() && !pg::same_word(element, "null") &&
                       element.find_first_of("\"\\{}, \t\n\r\v\f") == std::string::npos;
    if (!plain) text += '"';
    for (const char c : element) {
      if (c == '"' || c == '\\') text += '\\';
      text += c;
    }
    if (!plain) text += '"';
  }
  return text + "}";
}

}  // namespace pginterlock::effects
