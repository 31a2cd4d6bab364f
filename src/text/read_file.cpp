#include "text/read_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <system_error>

namespace pginterlock {

namespace {

constexpr std::size_t max_bytes = std::size_t{1} << 30U;

/// Closes a file descriptor at the end of its scope.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

FileError cannot_open(const std::string& name, int error) {
  struct stat link = {};
  if (error == ENOENT && ::lstat(name.c_str(), &link) == 0 && S_ISLNK(link.st_mode)) {
    return FileError(fmt::format("{}: the symbolic link points to nothing; repair or remove it", name));
  }
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return FileError(fmt::format("{}: no such file or folder; check the path", name));
    case EACCES:
    case EPERM:
      return FileError(fmt::format("{}: permission denied; make it readable for this user", name));
    case ELOOP:
      return FileError(fmt::format("{}: the symbolic link points to itself; repair or remove it", name));
    default:
      return FileError(fmt::format("{}: cannot be read: {}", name, std::generic_category().message(error)));
  }
}

FileError too_large(const std::string& name) {
  return FileError(fmt::format("{}: larger than 1 GiB; split it into smaller files", name));
}

/// Reads `expected` bytes, fewer when the file ends before: what is written to it meanwhile is another version of it.
std::string read_all(int descriptor, std::size_t expected, const std::string& name) {
  std::string bytes(expected + 1, '\0');
  std::size_t used = 0;
  while (true) {
    const ssize_t count = ::read(descriptor, bytes.data() + used, bytes.size() - used);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw cannot_open(name, errno);
    used += static_cast<std::size_t>(count);
    if (used > max_bytes) throw too_large(name);
    if (count == 0 || used == expected) break;
    if (used == bytes.size()) bytes.resize(bytes.size() * 2);
  }
  bytes.resize(used);
  return bytes;
}

}  // namespace

std::string read_file(const std::filesystem::path& path) {
  const std::string& name = path.native();
  if (name.find('\0') != std::string::npos) throw FileError("a path holds a NUL byte; check the path");
  // O_NONBLOCK: opening a pipe that nobody writes to must not wait.
  const Descriptor file(::open(name.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.number() < 0) throw cannot_open(name, errno);
  struct stat status = {};
  if (::fstat(file.number(), &status) != 0) throw cannot_open(name, errno);
  if (S_ISDIR(status.st_mode)) throw FileError(fmt::format("{}: is a folder; name a file in it", name));
  if (!S_ISREG(status.st_mode)) {
    throw FileError(fmt::format("{}: is neither a file nor a folder; use - to read standard input", name));
  }
  if (static_cast<std::size_t>(status.st_size) > max_bytes) throw too_large(name);
  return read_all(file.number(), static_cast<std::size_t>(status.st_size), name);
}

std::string read_standard_input() { return read_all(STDIN_FILENO, 4096, "standard input"); }

}  // namespace pginterlock
