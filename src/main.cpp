#include <cstdio>
#include <exception>
#include <new>
#include <stdexcept>

#include "cli/commands.h"
#include "cli/options.h"

// Exit status: 0 nothing found, 1 findings, 2 the work could not be done.
int main(int argc, char** argv) {
  constexpr int trouble = 2;
  try {
    return pginterlock::cli::run(pginterlock::cli::parse_options(argc, argv));
  } catch (const std::bad_alloc&) {
    std::fputs("pginterlock: out of memory; check fewer files at a time\n", stderr);
  } catch (const std::runtime_error& error) {
    std::fprintf(stderr, "pginterlock: %s\n", error.what());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "pginterlock: internal error: %s; please report it with the SQL that caused it\n",
                 error.what());
  } catch (...) {
    std::fputs("pginterlock: internal error; please report it with the SQL that caused it\n", stderr);
  }
  return trouble;
}
