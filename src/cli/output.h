#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "text/long_text.h"

namespace pginterlock::cli {

/// Something could not be written. The message names it and says what to do.
class OutputError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Writes everything to standard output. Throws OutputError.
void write_standard_output(std::string_view text);

/// Puts the text in the place of the file in one step: a reader sees the old file or the new one, never a part. What is
/// no regular file (a device, a pipe) is written to. An empty path means standard output. Throws OutputError.
void write_output(const std::string& path, const LongText& text);
void write_output(const std::string& path, std::string_view text);

}  // namespace pginterlock::cli
