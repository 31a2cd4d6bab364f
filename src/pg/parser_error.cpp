#include "pg/parser_error.h"

#include <array>

namespace pginterlock::pg {

namespace {

struct Wording {
  std::string_view part;  // of the message; the rest of it names what was written
  std::string_view sqlstate;
};

constexpr std::array<Wording, 27> other_than_syntax{{
    {"constraints cannot be marked ", "0A000"},
    {"constraints cannot be altered to be NOT VALID", "0A000"},
    {"CREATE SCHEMA IF NOT EXISTS cannot include schema elements", "0A000"},
    {"MATCH PARTIAL not yet implemented", "0A000"},
    {"a column list with ", "0A000"},  // SET NULL is only supported for ON DELETE actions
    {"current database cannot be changed", "0A000"},
    {"CREATE EXTENSION ... FROM is no longer supported", "0A000"},
    {"CREATE OR REPLACE CONSTRAINT TRIGGER is not supported", "0A000"},
    {"CREATE ASSERTION is not yet implemented", "0A000"},
    {"dropping an enum value is not implemented", "0A000"},
    {"aggregates cannot have output arguments", "0A000"},
    {"an ordered-set aggregate with a VARIADIC direct argument must have", "0A000"},
    {"WITH CHECK OPTION not supported on recursive views", "0A000"},
    {"UNENCRYPTED PASSWORD is no longer supported", "0A000"},
    {"only string constants are supported in JSON_TABLE path specification", "0A000"},
    {"UNIQUE predicate is not yet implemented", "0A000"},
    {"unrecognized partitioning strategy ", "22023"},
    {"precision for type float must be ", "22023"},
    {"column number must be in range from 1 to ", "22023"},
    {"unrecognized JSON encoding", "22023"},
    {"hash partition provided more than once", "42710"},
    {"frame start", "42P20"},  // cannot be UNBOUNDED FOLLOWING; frame starting from …
    {"frame end cannot be UNBOUNDED PRECEDING", "42P20"},
    {" is reserved", "42939"},  // role name "public"
    {" cannot be used as a role name here", "42939"},
    {"invalid byte sequence for encoding", "22021"},
    {"unsafe use of \\' in a string literal", "22P06"},
}};

}  // namespace

std::string_view sqlstate_of_parser_error(std::string_view message) {
  for (const Wording& wording : other_than_syntax) {
    if (message.find(wording.part) != std::string_view::npos) return wording.sqlstate;
  }
  return "42601";
}

}  // namespace pginterlock::pg
