#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "pg/names.h"
#include "schema/words.h"

namespace pginterlock {

/// Objects that can be found by what they mention: see mentioned.h.
template <typename T>
concept Mentioning = requires(const QualifiedName& name, const T& object, Words& words) {
  add_words(name, object, &object, words);
};

/// Named objects with a journal, so that ROLLBACK, ROLLBACK TO SAVEPOINT and "what did this migration change" cost what
/// was changed and not what exists. An object that history dropped leaves a tombstone: it is known to be absent.
template <typename T>
class Registry {
 public:
  struct Change {
    QualifiedName name;
    std::shared_ptr<const T> before;  // null: it did not exist
    bool was_known = false;           // false: nothing was known about the name, not even that it was absent
  };
  using Mark = std::size_t;

  /// What happened to a registry, for another one that follows it: see record().
  enum class StepKind : std::uint8_t { set, undo, forget };
  struct Step {
    StepKind kind = StepKind::set;
    bool known = true;               // set: false: nothing is known about the name any more
    bool journaled = false;          // set: it can be undone
    QualifiedName name = {};         // set
    std::shared_ptr<T> object = {};  // set: what stands under the name now; nobody changes it any more
    Mark mark = 0;                   // undo
  };

  /// The object, or null when it is unknown or known to be absent.
  const T* find(const QualifiedName& name) const {
    const auto it = items_.find(name);
    return it == items_.end() ? nullptr : it->second.object.get();
  }
  /// The object as it is now, whatever becomes of it afterwards.
  std::shared_ptr<const T> share(const QualifiedName& name) const {
    const auto it = items_.find(name);
    return it == items_.end() ? nullptr : it->second.object;
  }
  bool known_absent(const QualifiedName& name) const {
    const auto it = items_.find(name);
    return it != items_.end() && it->second.known && it->second.object == nullptr;
  }

  /// Puts an object under its name, in place of whatever had it.
  T& put(const QualifiedName& name, T object) {
    Item& item = touch(name);
    item.object = std::make_shared<T>(std::move(object));
    return *item.object;
  }
  /// The object, to be changed; it must exist. Copies of the registry and the journal keep what they have.
  T& edit(const QualifiedName& name) { return change(name, items_.at(name)); }
  /// The same, or null when it is unknown or known to be absent.
  T* edit_if_known(const QualifiedName& name) {
    const auto it = items_.find(name);
    return it == items_.end() || it->second.object == nullptr ? nullptr : &change(name, it->second);
  }
  void erase(const QualifiedName& name) { touch(name).object = nullptr; }
  /// Moves an object to another name; the old name is known to be absent afterwards. The object must exist.
  T& rename(const QualifiedName& from, const QualifiedName& to) {
    const std::shared_ptr<const T> object = items_.at(from).object;
    erase(from);
    return put(to, T(*object));
  }

  template <typename Visit>
  void for_each(Visit&& visit) const {
    for (const auto& [name, item] : items_) {
      if (item.object != nullptr) visit(name, *item.object);
    }
  }

  /// The objects that may have the word, in no order that could be relied on. Those that mentioned it once are among
  /// them.
  template <typename Visit>
  requires Mentioning<T>
  void for_each_with(Word word, Visit&& visit) const {
    catch_up();
    const auto it = with_word_.find(word);
    if (it == with_word_.end()) return;
    std::vector<QualifiedName>& names = it->second;
    std::erase_if(names, [&](const QualifiedName& name) {
      const Item& item = items_.find(name)->second;
      if (item.object != nullptr) return false;
      std::erase(item.words, word);
      item.read.reset();
      return true;
    });
    for (const QualifiedName& name : names) visit(name, *items_.find(name)->second.object);
  }
  /// The objects that may mention a name; all of them when the name cannot be looked up.
  template <typename Visit>
  requires Mentioning<T>
  void for_each_mentioning(std::string_view name, Visit&& visit) const {
    if (const auto word = word_of(name)) {
      for_each_with(*word, std::forward<Visit>(visit));
    } else {
      for_each(std::forward<Visit>(visit));
    }
  }
  /// The objects with the mark, which none has afterwards but those that change from now on and have it still.
  std::vector<QualifiedName> take(Word mark) requires Mentioning<T> {
    std::vector<QualifiedName> names;
    for_each_with(mark, [&](const QualifiedName& name, const T&) { names.push_back(name); });
    with_word_.erase(mark);
    for (const QualifiedName& name : names) std::erase(items_.find(name)->second.words, mark);
    return names;
  }

  /// Starts a stretch of changes that can be undone or listed.
  Mark mark() {
    settle();
    mark_ = sequence() + 1;
    return sequence();
  }
  /// Goes back to a mark, which stays valid. What a forgotten journal held stays as it is.
  void undo_to(Mark mark) {
    note_step({.kind = StepKind::undo, .mark = mark});
    while (sequence() > mark && !journal_.empty()) {
      Change change = std::move(journal_.back());
      journal_.pop_back();
      Item& item = items_.find(change.name)->second;
      item.object = std::const_pointer_cast<T>(change.before);
      item.known = change.was_known;
      item.touched_at = 0;
      note_change(change.name, item);
    }
    mark_ = sequence() + 1;
  }
  /// What was there before each change since the mark, oldest first; a name may occur again. It is valid until the
  /// registry changes.
  std::span<const Change> changes_since(Mark mark) const {
    const Mark first = mark > forgotten_ ? mark - forgotten_ : 0;
    return std::span(journal_).subspan(std::min(first, journal_.size()));
  }
  /// Forgets how to go back: no mark is valid any more.
  void forget_journal() {
    note_step({.kind = StepKind::forget});
    forgotten_ += journal_.size();
    journal_.clear();
    mark_ = sequence() + 1;
  }

  /// From now on notes what happens, so that another registry can follow in another thread. What is noted costs a copy
  /// of each object that changes again.
  void record() { recording_ = true; }
  /// What happened since the last call.
  std::vector<Step> take_steps() {
    settle();
    settled_ = 0;
    return std::exchange(steps_, {});
  }
  /// Does what another registry did: this one is then the same, and marks of the one are marks of the other. Changes of
  /// its own are to be undone before.
  void follow(std::vector<Step> steps) {
    for (Step& step : steps) {
      switch (step.kind) {
        case StepKind::set: {
          const auto [it, added] = items_.try_emplace(step.name);
          Item& item = it->second;
          if (step.journaled) {
            journal_.push_back({step.name, item.object, !added && item.known});
            item.touched_at = sequence();
          }
          item.object = std::move(step.object);
          item.known = step.known;
          note_change(step.name, item);
          break;
        }
        case StepKind::undo:
          undo_to(step.mark);
          break;
        case StepKind::forget:
          forget_journal();
          break;
      }
    }
  }

 private:
  struct Item {
    std::shared_ptr<T> object;
    std::size_t touched_at = 0;             // the sequence number right after its last entry in the journal
    bool known = true;                      // false: nothing is known about the name any more, what was is undone
    bool noted = false;                     // among the steps that are not settled
    mutable bool changed = false;           // since it was last read for what it mentions
    mutable std::vector<Word> words;        // under which it can be found
    mutable std::shared_ptr<const T> read;  // as it was when it was read
  };

  /// Counts all changes ever made: the journal holds the last of them.
  std::size_t sequence() const { return forgotten_ + journal_.size(); }

  T& change(const QualifiedName& name, Item& item) {
    const bool journaled = item.touched_at < mark_;
    if (journaled) {
      journal_.push_back({name, item.object, true});
      item.touched_at = sequence();
    }
    note_set(name, item, journaled);
    note_change(name, item);
    if (item.object.use_count() > 1) {
      item.object = std::make_shared<T>(*item.object);
    } else {
      // Another thread may have been the last to let go of it: what it read, it read before.
      std::atomic_thread_fence(std::memory_order_acquire);
    }
    return *item.object;
  }

  Item& touch(const QualifiedName& name) {
    const auto [it, added] = items_.try_emplace(name);
    Item& item = it->second;
    journal_.push_back({name, item.object, !added && item.known});
    item.touched_at = sequence();
    item.known = true;
    note_set(name, item, true);
    note_change(name, item);
    return item;
  }

  /// The object is only set in the caller, after this: settle() reads it.
  void note_set(const QualifiedName& name, Item& item, bool journaled) {
    if (!recording_ || (item.noted && !journaled)) return;
    item.noted = true;
    steps_.push_back({.kind = StepKind::set, .journaled = journaled, .name = name});
  }
  void note_step(Step step) {
    if (!recording_) return;
    settle();
    steps_.push_back(std::move(step));
    settled_ = steps_.size();
  }
  /// Reads what the steps so far led to.
  void settle() {
    for (; settled_ < steps_.size(); ++settled_) {
      Step& step = steps_[settled_];
      Item& item = items_.find(step.name)->second;
      step.object = item.object;
      step.known = item.known;
      item.noted = false;
    }
  }

  void note_change(const QualifiedName& name, const Item& item) {
    if constexpr (Mentioning<T>) {
      if (!std::exchange(item.changed, true)) changed_.push_back(name);
    }
  }

  /// Reads what changed for what it mentions now. Nothing is taken away: for_each_with() says so.
  void catch_up() const {
    Words words;
    for (const QualifiedName& name : changed_) {
      const Item& item = items_.find(name)->second;
      item.changed = false;
      if (item.object == nullptr) continue;
      words.clear();
      add_words(name, *item.object, item.read.get(), words);
      item.read = item.object;
      for (const Word word : words.all()) {
        const auto at = std::lower_bound(item.words.begin(), item.words.end(), word);
        if (at != item.words.end() && *at == word) continue;
        item.words.insert(at, word);
        with_word_[word].push_back(name);
      }
    }
    changed_.clear();
  }

  std::unordered_map<QualifiedName, Item> items_;
  // Made when something is looked up, not with each change.
  mutable std::unordered_map<Word, std::vector<QualifiedName>> with_word_;
  mutable std::vector<QualifiedName> changed_;
  std::vector<Change> journal_;
  std::vector<Step> steps_;
  std::size_t settled_ = 0;  // steps whose objects were read
  bool recording_ = false;
  std::size_t forgotten_ = 0;
  std::size_t mark_ = 1;  // an item touched at or after this was journaled since the last mark
};

}  // namespace pginterlock
