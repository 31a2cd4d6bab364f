// Writes docs/locks.md: write_locks_page CASES FILE
#include <cstdio>
#include <exception>

#include "cli/output.h"
#include "locks_page.h"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: write_locks_page CASES FILE\n", stderr);
    return 2;
  }
  try {
    pginterlock::cli::write_output(argv[2], locks_page(argv[1]));
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "write_locks_page: %s\n", error.what());
    return 2;
  }
}
