#pragma once

#include <string>

#include "cli/options.h"

namespace pginterlock::cli {

/// What --help prints for a command; Command::help: for the program.
std::string help_text(Command topic);

}  // namespace pginterlock::cli
