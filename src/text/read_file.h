#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>

namespace pginterlock {

/// A file that cannot be read. The message names the file and says what to do about it.
class FileError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// All bytes of a regular file of at most 1 GiB. Throws FileError when there is none, when it may not be read, or when
/// it is something else: a folder, a pipe, a device. (A pipe could block for ever.)
std::string read_file(const std::filesystem::path& path);

/// All bytes of standard input up to its end, at most 1 GiB. Throws FileError.
std::string read_standard_input();

}  // namespace pginterlock
