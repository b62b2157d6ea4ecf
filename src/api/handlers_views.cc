// Views of the inbox that people keep and share.
#include "api/codec.h"
#include "api/dto_desk.h"
#include "api/handlers.h"
#include "api/list_query.h"
#include "app/saved_views.h"
#include "http/target.h"

namespace huiyin::api {

namespace {

dto::SavedView ViewDto(const app::SavedView& view, const domain::Actor& actor) {
  const bool mine = view.user_id == actor.user_id;
  return {view.id,
          view.name,
          view.query,
          std::string(app::SharedWithName(view.shared)),
          view.owner,
          mine,
          app::MayRemove(actor, view)};
}

// What the list of tickets would refuse is not kept; where a page starts is no part of a view.
Status CheckQuery(const std::string& text) {
  const auto refuse = [](const std::string& why) {
    return InvalidField("query", "unknown_value", why);
  };
  const auto fields = http::ParseQuery(text);
  if (!fields.ok()) return refuse(fields.error().message);
  app::TicketFilter filter;
  for (const auto& [name, value] : *fields) {
    if (name == "cursor" || name == "limit") return refuse("a view has no " + name);
    const Status read = ReadFilter(name, value, filter);
    if (!read.ok()) return refuse(name.substr(0, 40) + ": " + read.error().message);
  }
  const Status checked = app::CheckTicketFilter(filter);
  return checked.ok() ? Ok() : Status(refuse(checked.error().message));
}

Result<http::Response> Keep(Call& call, int64_t id, int status) {
  TRY_ASSIGN(const auto in, Decode<dto::SavedViewIn>(call.request.body));
  app::SavedView view;
  view.id = id;
  view.name = in.name;
  view.query = in.query;
  TRY_ASSIGN(view.shared, app::ParseSharedWith(in.shared.value_or("nobody")));
  TRY(CheckQuery(view.query));
  TRY_ASSIGN(const auto kept, app::KeepSavedView(call.context(), call.actor, std::move(view)));
  return http::Response::Json(status, Encode(ViewDto(kept, call.actor)));
}

Result<int64_t> IdOf(const Call& call) {
  const auto id = ReadNumber("id", call.request.Param("id"));
  if (!id.ok() || *id < 1) return NotFound("there is no such view", "view_not_found");
  return *id;
}

}  // namespace

Result<http::Response> GetSavedViews(Call& call) {
  TRY_ASSIGN(const auto views,
             call.context().db->Get<std::vector<app::SavedView>>([&](store::Session& session) {
               return app::ReadSavedViews(session, call.actor);
             }));
  dto::SavedViews out;
  for (const auto& view : views) out.items.push_back(ViewDto(view, call.actor));
  out.may_share_with_everybody = call.actor.May(app::kShareWithEverybody);
  return http::Response::Json(200, Encode(out));
}

Result<http::Response> PostSavedView(Call& call) { return Keep(call, 0, 201); }

Result<http::Response> PutSavedView(Call& call) {
  TRY_ASSIGN(const int64_t id, IdOf(call));
  return Keep(call, id, 200);
}

Result<http::Response> DeleteSavedView(Call& call) {
  TRY_ASSIGN(const int64_t id, IdOf(call));
  TRY(app::DeleteSavedView(call.context(), call.actor, id));
  return http::Response::Empty(204);
}

}  // namespace huiyin::api
