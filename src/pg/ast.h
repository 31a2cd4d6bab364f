#pragma once

// The only door to PostgreSQL's parse-tree headers. They are C and define macros with everyday names that break C++
// headers included after them: this header lets the types in and keeps those macros out.
// <libintl.h> comes first because PostgreSQL would otherwise define gettext() as a macro.
#include <libintl.h>

#include <cstddef>
#include <iterator>
#include <string_view>

extern "C" {
#include "postgres.h"

#include "nodes/parsenodes.h"
}

#undef Assert
#undef DEBUG
#undef ERROR
#undef FATAL
#undef INFO
#undef LOG
#undef Max
#undef Min
#undef NOTICE
#undef PANIC
#undef WARNING
#undef dgettext
#undef dngettext
#undef foreach
#undef fprintf
#undef gettext
#undef lengthof
#undef likely
#undef ngettext
#undef printf
#undef qsort
#undef restrict
#undef snprintf
#undef sprintf
#undef strerror
#undef strerror_r
#undef unlikely
#undef vfprintf
#undef vprintf
#undef vsnprintf
#undef vsprintf
#undef StrNCpy
#undef Abs

namespace pginterlock::pg {

template <typename T>
struct TagOf;  // specialised below for every node that someone asks about

#define PGINTERLOCK_NODE(Type)                 \
  template <>                                  \
  struct TagOf<::Type> {                       \
    static constexpr NodeTag value = T_##Type; \
  };
#include "pg/node_list.inc"
#undef PGINTERLOCK_NODE

/// The node as a T when that is what it is, else null; null stays null.
template <typename T>
const T* as(const void* node) {
  if (node == nullptr || static_cast<const ::Node*>(node)->type != TagOf<T>::value) return nullptr;
  return static_cast<const T*>(node);
}

inline NodeTag tag(const void* node) { return node == nullptr ? T_Invalid : static_cast<const ::Node*>(node)->type; }

/// A C string of the tree; null is the empty string.
inline std::string_view text(const char* string) {
  return string == nullptr ? std::string_view{} : std::string_view(string);
}

/// A List of the tree as a range of T; elements that are no T come as null pointers never: they are skipped.
/// The null list is the empty range.
template <typename T>
class each {
 public:
  explicit each(const ::List* list) : list_(list) {}

  class iterator {
   public:
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    iterator() = default;
    iterator(const ::List* list, int index) : list_(list), index_(index) { skip(); }
    const T& operator*() const { return *static_cast<const T*>(list_->elements[index_].ptr_value); }
    iterator& operator++() {
      ++index_;
      skip();
      return *this;
    }
    iterator operator++(int) {
      iterator old = *this;
      ++*this;
      return old;
    }
    friend bool operator==(const iterator& a, const iterator& b) { return a.index_ == b.index_; }

   private:
    void skip() {
      while (list_ != nullptr && index_ < list_->length && as<T>(list_->elements[index_].ptr_value) == nullptr)
        ++index_;
    }
    const ::List* list_ = nullptr;
    int index_ = 0;
  };

  iterator begin() const { return {list_, 0}; }
  iterator end() const { return {list_, list_ == nullptr ? 0 : list_->length}; }

 private:
  const ::List* list_;
};

inline std::size_t length(const ::List* list) { return list == nullptr ? 0 : static_cast<std::size_t>(list->length); }

/// The n-th element, or null when the list is shorter.
inline const ::Node* nth(const ::List* list, std::size_t n) {
  return n < length(list) ? static_cast<const ::Node*>(list->elements[n].ptr_value) : nullptr;
}

}  // namespace pginterlock::pg
