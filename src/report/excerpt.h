#pragma once

#include <cstddef>
#include <string>

#include "lint/finding.h"
#include "report/style.h"
#include "text/source_file.h"

namespace pginterlock::report {

/// The lines of the source that a span covers, with a gutter of line numbers and carets under exactly the span. Long
/// lines are cut around it, and of many lines the first and the last are shown.
///
///    3 | ALTER TABLE t ADD COLUMN a int, DROP COLUMN b;
///      |                                 ^^^^^^^^^^^^^
///
/// A span of several lines has a bar at its side. `margin` is the width of the line numbers.
std::string excerpt(const SourceFile& source, Span span, Severity severity, const Style& style, std::size_t margin);

/// The width of the largest line number in the excerpt.
std::size_t margin_of(const SourceFile& source, Span span);

}  // namespace pginterlock::report
