#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pg/splitter.h"
#include "text/source_file.h"

namespace pginterlock {

/// A meta-command of psql that runs SQL, or decides whether SQL is run.
struct MetaCommand {
  enum class Kind : std::uint8_t { include, run_result, copy, condition };
  Kind kind = Kind::include;
  Span span;
  std::string argument;   // include: the file, without quotes; copy: what follows the word
  bool relative = false;  // include: \ir, to the folder of the script
};

/// The meta-commands of a script that matter, in order. Source: psql, command.c, exec_command.
std::vector<MetaCommand> meta_commands(const SourceFile& source, std::span<const pg::Blank> blanks);

/// The path of the text that \copy becomes: the file that it names is where psql runs.
inline constexpr std::string_view copy_of_psql = "\\copy";

/// The file that \i or \ir means in the script `from`: as written, or beside the script. Empty: there is none.
std::filesystem::path included_file(const MetaCommand& command, const std::filesystem::path& from);

}  // namespace pginterlock
