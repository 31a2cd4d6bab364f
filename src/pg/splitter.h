#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "text/span.h"

namespace pginterlock::pg {

struct Comment {
  Span span;
  bool line = true;  // "-- …", else "/* … */"
};

enum class BlankKind : unsigned char {
  byte_order_mark,
  nul,
  meta_command,
  variable,
  placeholder,       // a value: {{ .schema }}, ${schema}
  quoted_value,      // a literal of nothing but such a value: '{{ .schema }}'
  template_control,  // {{ if … }}, {{ range … }}, {{ end }}: decides which SQL there is
  template_comment,  // {{/* … */}}
  copy_data
};

/// Text that is no SQL and is kept from the parser, replaced by something of the same length.
struct Blank {
  BlankKind kind = BlankKind::nul;
  Span span;
};

/// A script cut at its top-level semicolons.
struct Split {
  std::vector<Span> statements;  // first to last token, no empty ones, without the semicolon
  std::vector<Comment> comments;
  std::vector<Blank> blanks;
  bool unterminated = false;  // the text ends inside a quote or a block comment
};

/// Cuts `text` within `range` at the semicolons that psql would cut at: not inside quotes, comments, parentheses
/// (CREATE RULE … DO (a; b)) or a BEGIN ATOMIC … END body. A psql meta-command such as \gexec also ends a statement.
Split split(std::string_view text, Span range);

/// Cuts at every semicolon outside quotes and comments, whatever the parentheses: for a statement that does not parse
/// and may have swallowed its neighbours behind an unclosed parenthesis.
std::vector<Span> split_at_every_semicolon(std::string_view text, Span range);

/// The identifier that stands for a value of a template in the SQL that is parsed: the same for the same expression,
/// whatever the blanks in it, and at most as long.
std::string placeholder_identifier(std::string_view placeholder);

/// The text with what is no SQL replaced as a Script does it, byte for byte.
std::string without_templates(std::string_view text);

/// Replaces, in `copy` (the bytes of the source from `base` on), what the blank covers by text that the parser accepts.
/// Blanks are to be applied from the last to the first: the rest of a word moves up to what is shorter than its
/// template.
void apply_blank(const Blank& blank, std::string& copy, std::size_t base);

}  // namespace pginterlock::pg
