#pragma once

#include <span>
#include <string>
#include <string_view>

namespace pginterlock::cli {

/// The word that the user most likely meant; empty when none is near. Ties go to the earlier one.
std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates);

/// "; did you mean x?" for what nearest() finds, else "".
std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace pginterlock::cli
