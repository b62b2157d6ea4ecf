// Lists of tickets that a person keeps under a name, for himself, for his department or for
// everybody. A view holds a question, never an answer: whoever opens it sees only the tickets he
// may read. At most 50 a person. What is kept is no fact of a ticket and leaves no event.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "app/context.h"
#include "base/result.h"
#include "domain/permissions.h"
#include "store/session.h"

namespace huiyin::app {

inline constexpr size_t kMaxSavedViews = 50;
inline constexpr size_t kMaxViewNameCodePoints = 40;
inline constexpr size_t kMaxViewQueryBytes = 1000;

// To share with everybody, and to remove what somebody else shared so.
inline constexpr std::string_view kShareWithEverybody = "routing.edit";

enum class SharedWith { kNobody = 0, kEverybody = 1, kDepartment = 2 };  // as stored
std::string_view SharedWithName(SharedWith shared);
// kInvalidArgument "invalid_field" on "shared".
Result<SharedWith> ParseSharedWith(std::string_view name);

struct SavedView {
  int64_t id = 0, user_id = 0;
  SharedWith shared = SharedWith::kNobody;
  std::string name;
  std::string query;  // of an address, checked by the caller: only he knows its parameters
  std::string owner;  // display name
};

// Whether the actor may remove a view that he sees.
bool MayRemove(const domain::Actor& actor, const SavedView& view);

Result<std::vector<SavedView>> ReadSavedViews(store::Session& session, const domain::Actor& actor);
// A new view when `view.id` is 0. Errors: kPermissionDenied for who is no person or may not share
// with everybody; kInvalidArgument (fields name, query); kNotFound "view_not_found" for another's;
// kConflict "unique_violation" when the owner has the name already, "views_full".
Result<SavedView> KeepSavedView(const Context& context, const domain::Actor& actor, SavedView view);
// kNotFound "view_not_found"; kPermissionDenied for a view of somebody else that is visible.
Status DeleteSavedView(const Context& context, const domain::Actor& actor, int64_t id);

}  // namespace huiyin::app
