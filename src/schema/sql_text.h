#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "pg/lexer.h"
#include "pg/script.h"

struct ColumnDef;
struct Constraint;
struct PartitionBoundSpec;

namespace pginterlock {

/// SQL with every run of white space and comments written as one space, without outer parentheses.
std::string normalised_sql(std::string_view source, Span span);

/// A token as all its spellings come to: words in lower case, quotes only where the name needs them, <> for !=, and IS
/// NOT NULL for NOTNULL.
std::string common_spelling(const pg::Token& token, std::string_view source);

/// Whether two expressions are the same but for white space, the case of words, casts, the schemas pg_catalog and
/// public, and parentheses around a single word: people and pg_dump write the same thing in different ways.
bool same_expression(std::string_view a, std::string_view b);

/// Whether the body of a routine or DO block holds a word that makes, changes or drops objects, or EXECUTE, which runs
/// any text. Comments and strings count too: they may be what is executed.
bool mentions_definitions(std::string_view body);

/// The expression of a DEFAULT of a column or a domain as written; `stops` are places where something else starts.
std::string default_text(const pg::Statement& statement, const ::Constraint& constraint, const std::vector<int>& stops);

/// What stands in the parentheses after a keyword of a constraint: CHECK (…), GENERATED ALWAYS AS (…).
std::string text_in_parentheses(const pg::Statement& statement, int location, std::string_view keyword);

/// The elements of the key list of CREATE INDEX (keyword ON) or of a constraint (keyword EXCLUDE), each without its
/// operator class, collation and order. In the order of the list; shorter than it when the text cannot be followed.
std::vector<std::string> key_texts(const pg::Statement& statement, std::size_t from, std::string_view keyword);

/// The expression behind the first WHERE outside parentheses: all of the rest, or what its parentheses hold.
std::string where_text(const pg::Statement& statement, std::size_t from);

/// What stands behind a keyword up to the end of the span: SET DEFAULT …, USING ….
std::string text_after(std::string_view source, Span span, std::string_view keyword);

/// The bound of a partition as SQL writes it: FOR VALUES FROM (…) TO (…), DEFAULT.
std::string bound_text(const pg::Statement& statement, const ::PartitionBoundSpec& bound);

}  // namespace pginterlock
