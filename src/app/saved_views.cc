#include "app/saved_views.h"

#include <algorithm>

#include "app/users_account.h"
#include "base/utf8.h"
#include "store/queries.h"

namespace huiyin::app {

namespace q = store::q;

namespace {

constexpr struct {
  SharedWith shared;
  std::string_view name;
} kShares[] = {{SharedWith::kNobody, "nobody"},
               {SharedWith::kDepartment, "department"},
               {SharedWith::kEverybody, "everybody"}};

Error NoSuchView() { return NotFound("there is no such view", "view_not_found"); }

Status Check(const domain::Actor& actor, const SavedView& view) {
  if (actor.kind != domain::Actor::Kind::kUser) {
    return PermissionDenied("only a person keeps views", "permission_denied");
  }
  if (view.shared == SharedWith::kEverybody) TRY(Require(actor, kShareWithEverybody));
  if (!IsValidUtf8(view.name) || view.name.find_first_not_of(' ') == std::string::npos ||
      CodePointCount(view.name) > kMaxViewNameCodePoints) {
    return InvalidField("name", "required", "a name of 1 to 40 characters");
  }
  if (view.query.size() > kMaxViewQueryBytes) {
    return InvalidField("query", "too_long", "at most 1000 bytes");
  }
  return Ok();
}

}  // namespace

std::string_view SharedWithName(SharedWith shared) {
  for (const auto& known : kShares) {
    if (known.shared == shared) return known.name;
  }
  return "nobody";
}

Result<SharedWith> ParseSharedWith(std::string_view name) {
  for (const auto& known : kShares) {
    if (known.name == name) return known.shared;
  }
  return InvalidField("shared", "unknown_value", "nobody, department or everybody");
}

bool MayRemove(const domain::Actor& actor, const SavedView& view) {
  if (actor.kind != domain::Actor::Kind::kUser) return false;
  return view.user_id == actor.user_id ||
         (view.shared == SharedWith::kEverybody && actor.May(kShareWithEverybody));
}

Result<std::vector<SavedView>> ReadSavedViews(store::Session& session, const domain::Actor& actor) {
  return session.All(q::saved_views_for, {actor.user_id, actor.department_id},
                     [](const store::Row& row) {
                       return SavedView{row.Int(0), row.Int(1), static_cast<SharedWith>(row.Int(2)),
                                        row.Str(3), row.Str(4), row.Str(5)};
                     });
}

Result<SavedView> KeepSavedView(const Context& context, const domain::Actor& actor,
                                SavedView view) {
  TRY(Check(actor, view));
  view.user_id = actor.user_id;
  const int64_t wanted = view.id;
  TRY(RunCommand(context, [&](store::Tx& tx) -> Status {
    TRY_ASSIGN(auto known, ReadSavedViews(tx.db(), actor));
    std::erase_if(known, [&](const SavedView& v) { return v.user_id != actor.user_id; });
    for (const SavedView& other : known) {
      if (other.id != wanted && other.name == view.name) {
        return Conflict("you have a view of this name already", "unique_violation");
      }
    }
    const auto shared = static_cast<int64_t>(view.shared);
    if (wanted == 0) {
      if (known.size() >= kMaxSavedViews) return Conflict("at most 50 views", "views_full");
      TRY_ASSIGN(view.id, tx.NextId());
      TRY(tx.Exec(q::saved_view_insert, {view.id, actor.user_id, shared, view.name, view.query}));
      return Ok();
    }
    const bool mine =
        std::any_of(known.begin(), known.end(), [&](const SavedView& v) { return v.id == wanted; });
    if (!mine) return NoSuchView();
    TRY(tx.Exec(q::saved_view_update, {wanted, shared, view.name, view.query}));
    return Ok();
  }));
  view.owner = actor.name;
  return view;
}

Status DeleteSavedView(const Context& context, const domain::Actor& actor, int64_t id) {
  return RunCommand(context, [&](store::Tx& tx) -> Status {
    TRY_ASSIGN(const auto known, ReadSavedViews(tx.db(), actor));
    const auto found =
        std::find_if(known.begin(), known.end(), [&](const SavedView& v) { return v.id == id; });
    if (found == known.end()) return NoSuchView();
    if (!MayRemove(actor, *found)) {
      return PermissionDenied("this view belongs to somebody else", "permission_denied");
    }
    TRY(tx.Exec(q::saved_view_delete, {id}));
    return Ok();
  });
}

}  // namespace huiyin::app
