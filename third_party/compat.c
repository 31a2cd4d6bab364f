/* Symbols of newer C libraries that a libpg_query built there refers to. See CMakeLists.txt beside this file. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#ifdef NEED_ISOC23_STRTOUL
unsigned long __isoc23_strtoul(const char *text, char **end, int base);
unsigned long __isoc23_strtoul(const char *text, char **end, int base) { return strtoul(text, end, base); }
#endif

#ifdef NEED_STRLCPY
size_t strlcpy(char *to, const char *from, size_t size);
size_t strlcpy(char *to, const char *from, size_t size) {
  size_t length = strlen(from);
  if (size > 0) {
    size_t copied = length < size - 1 ? length : size - 1;
    memcpy(to, from, copied);
    to[copied] = '\0';
  }
  return length;
}
#endif
