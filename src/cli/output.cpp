#include "cli/output.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <span>
#include <system_error>
#include <vector>

namespace pginterlock::cli {

namespace {

using Pieces = std::span<const std::string_view>;

OutputError cannot_write(std::string_view name, int error) {
  return OutputError(fmt::format("{}: cannot be written: {}; check the path and the space on its disk", name,
                                 std::generic_category().message(error)));
}

/// False with errno set when it fails.
bool write_all(int descriptor, Pieces pieces) {
  for (std::string_view bytes : pieces) {
    while (!bytes.empty()) {
      const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
  }
  return true;
}

bool write_and_close(int descriptor, Pieces pieces) {
  const bool written = write_all(descriptor, pieces);
  const int error = errno;
  const bool closed = ::close(descriptor) == 0;
  if (!written) errno = error;
  return written && closed;
}

mode_t new_file_mode() {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666U & ~mask;
}

void to_standard_output(Pieces pieces) {
  if (!write_all(STDOUT_FILENO, pieces)) throw cannot_write("standard output", errno);
}

void to_file(const std::string& path, Pieces pieces) {
  struct stat status = {};
  const bool exists = ::stat(path.c_str(), &status) == 0;
  if (exists && S_ISDIR(status.st_mode)) throw OutputError(path + ": is a folder; name a file");
  if (exists && !S_ISREG(status.st_mode)) {
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor < 0 || !write_and_close(descriptor, pieces)) throw cannot_write(path, errno);
    return;
  }
  std::error_code unresolved;
  const std::string target = exists ? std::filesystem::canonical(path, unresolved).string() : path;
  std::string temporary = target + ".XXXXXX";
  const int descriptor = ::mkstemp(temporary.data());
  if (descriptor < 0) throw cannot_write(path, errno);
  ::fchmod(descriptor, exists ? status.st_mode & 07777U : new_file_mode());
  if (write_and_close(descriptor, pieces) && std::rename(temporary.c_str(), target.c_str()) == 0) return;
  const int error = errno;
  ::unlink(temporary.c_str());
  throw cannot_write(path, error);
}

}  // namespace

void write_standard_output(std::string_view text) { to_standard_output({&text, 1}); }

void write_output(const std::string& path, const LongText& text) {
  const std::vector<std::string_view> pieces = text.pieces();
  if (path.empty()) {
    to_standard_output(pieces);
  } else {
    to_file(path, pieces);
  }
}

void write_output(const std::string& path, std::string_view text) { write_output(path, LongText(text)); }

}  // namespace pginterlock::cli
