#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pginterlock {

/// The text of a Go template as it is for PostgreSQL: where {{if .mysql}}, {{else if .postgres}}, {{if or .sqlite …}}
/// or {{if eq .Dialect "mysql"}} ask for the database, there are blanks for the branches of others and for the question
/// itself, so that each byte keeps its place. None: nothing asks that.
std::optional<std::string> template_for_postgresql(std::string_view text);

}  // namespace pginterlock
