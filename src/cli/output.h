#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace pginterlock::cli {

/// Something could not be written. The message names it and says what to do.
class OutputError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Writes everything to standard output. Throws OutputError.
void write_standard_output(std::string_view bytes);

/// Puts the bytes in the place of the file in one step: a reader sees the old file or the new one, never a part. What
/// is no regular file (a device, a pipe) is written to. Throws OutputError.
void write_file(const std::string& path, std::string_view bytes);

/// To the file, or to standard output when its name is empty. Throws OutputError.
void write_output(const std::string& path, std::string_view bytes);

}  // namespace pginterlock::cli
