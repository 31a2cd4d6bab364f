#pragma once

#include <string_view>

struct Node;

namespace pginterlock::pg {

/// PostgreSQL's command tag of a raw statement, "ALTER TABLE"; "unreadable" for null (the parser refused it) and
/// "unknown" for a node that is no statement. The text lives for ever. Source: utility.c, CreateCommandTag.
std::string_view command_tag(const ::Node* statement);

}  // namespace pginterlock::pg
