#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pg/ast.h"

// What expressions of a routine's body are worth when that is known before they run.
namespace pginterlock::effects {

/// The value of a variable, or of a field of a record; none when it is not known. The record is empty for a variable.
using Values = std::function<std::optional<std::string>(std::string_view record, std::string_view name)>;

/// The text that an expression gives (`depth`: of what it is a part): constants, ||, format(), concat(), quote_ident(),
/// quote_literal(), upper(), lower() of such, and variables that are known.
std::optional<std::string> fold_text(const ::Node* expression, const Values& values, int depth = 0);

/// Rows of texts with the names of their columns (empty: it has none).
struct FoldedRows {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
};
/// The elements of an array of one dimension without nulls: ARRAY[…], '{…}', arrays that are put together, and
/// variables that hold one.
std::optional<std::vector<std::string>> fold_array(const ::Node* expression, const Values& values, int depth = 0);
/// The element that ts[n] is; what is beyond the array is null.
std::optional<std::string> fold_element(const ::A_Indirection& access, const Values& values, int depth);
/// Such an array as one text, which a variable may hold. Source: arrayfuncs.c, array_out.
std::string array_text(const std::vector<std::string>& elements);
/// The rows of VALUES, of SELECT unnest(ARRAY[…]), and of SELECT … FROM (VALUES …) or unnest(…) without conditions.
std::optional<FoldedRows> fold_rows(const ::SelectStmt& query, const Values& values);

/// The text that format() gives. Source: varlena.c, text_format.
std::optional<std::string> fold_format(std::string_view pattern, const std::vector<std::string>& arguments);

}  // namespace pginterlock::effects
