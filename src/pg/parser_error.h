#pragma once

#include <string_view>

namespace pginterlock::pg {

/// The SQLSTATE that PostgreSQL's parser gives with an error message of its own. libpg_query hands over the message
/// alone; nearly all are syntax errors (42601), and those that are not have words of their own.
/// Source: gram.y, scan.l and parser.c, the calls of ereport.
std::string_view sqlstate_of_parser_error(std::string_view message);

}  // namespace pginterlock::pg
