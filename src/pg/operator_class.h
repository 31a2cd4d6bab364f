#pragma once

#include <optional>
#include <string_view>

namespace pginterlock::pg {

/// The type that a built-in operator class of an access method is for (pg_opclass.opcintype), by its name in pg_type:
/// "anyarray", "anyenum", "anyrange" and their like for all types of that kind. Nothing when the version has no such
/// class; an extension may.
std::optional<std::string_view> operator_class_type(std::string_view method, std::string_view name, int version);

}  // namespace pginterlock::pg
