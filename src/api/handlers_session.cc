// Signing in and out, password, second factor, presence.
#include "api/codec.h"
#include "api/dto.h"
#include "api/handlers.h"
#include "app/two_factor.h"
#include "app/users.h"
#include "http/cookie.h"

namespace huiyin::api {
namespace {

Status SetSessionCookie(const Call& call, http::Response& response, std::string value,
                        std::optional<int> max_age_s) {
  http::Cookie cookie;
  cookie.name = kSessionCookie;
  cookie.value = std::move(value);
  cookie.transport =
      call.shared.secure_cookies ? http::CookieTransport::kHttpsOnly : http::CookieTransport::kAny;
  cookie.max_age_s = max_age_s;
  TRY_ASSIGN(const std::string text, http::FormatSetCookie(cookie));
  response.Add("Set-Cookie", text);
  return Ok();
}

dto::Me MeOf(const app::Config& config, const app::SignedIn& who) {
  dto::Me me;
  me.id = who.actor.user_id;
  me.user = who.login;
  me.locale = who.locale;
  me.csrf_token = who.csrf;
  me.limit = std::string(app::Name(who.limit));
  me.two_factor = who.two_factor;
  me.two_factor_required = who.two_factor_required;
  me.permissions.assign(who.actor.permissions.begin(), who.actor.permissions.end());
  if (const auto found = config.people.find(me.id); found != config.people.end()) {
    me.display_name = found->second.display_name;
    me.roles = found->second.roles;
    if (found->second.department_id != 0) me.department_id = found->second.department_id;
    me.department = config.DepartmentName(found->second.department_id);
  }
  return me;
}

}  // namespace

Result<http::Response> PostSession(Call& call) {
  TRY(call.shared.rates->Take("login", call.request.peer_address, call.context().Now()));
  TRY_ASSIGN(const auto in, Decode<dto::SessionIn>(call.request.body));
  app::SignInRequest request;
  request.login = in.user;
  request.password = in.password;
  request.code = in.totp.value_or("");
  request.client = call.request.peer_address;
  const auto old = http::CookieValue(call.request.Get("Cookie"), kSessionCookie);
  if (old) request.previous_token = std::string(*old);
  TRY_ASSIGN(auto signed_in, call.shared.authenticator->SignIn(request));
  http::Response response =
      http::Response::Json(200, Encode(MeOf(*call.context().config->Get(), signed_in.who)));
  TRY(SetSessionCookie(call, response, signed_in.session.token, std::nullopt));
  return response;
}

Result<http::Response> GetSession(Call& call) {
  return http::Response::Json(200, Encode(MeOf(*call.config, *call.session)));
}

Result<http::Response> DeleteSession(Call& call) {
  const auto token = http::CookieValue(call.request.Get("Cookie"), kSessionCookie);
  if (token) TRY(app::SignOut(call.context(), *token));
  http::Response response = http::Response::Empty(204);
  TRY(SetSessionCookie(call, response, "", 0));
  return response;
}

Result<http::Response> PostPassword(Call& call) {
  TRY_ASSIGN(const auto in, Decode<dto::PasswordIn>(call.request.body));
  TRY_ASSIGN(auto fresh, call.shared.authenticator->ChangePassword(*call.session, in.old_password,
                                                                   in.new_password));
  http::Response response = http::Response::Empty(204);
  TRY(SetSessionCookie(call, response, fresh.token, std::nullopt));
  return response;
}

Result<http::Response> PostTotp(Call& call) {
  TRY_ASSIGN(const auto begun, app::BeginTotp(call.context(), *call.session));
  return http::Response::Json(200, Encode(dto::TotpOut{begun.secret, begun.uri}));
}

Result<http::Response> PostTotpConfirm(Call& call) {
  TRY_ASSIGN(const auto in, Decode<dto::CodeIn>(call.request.body));
  TRY_ASSIGN(const auto done, app::ConfirmTotp(call.context(), *call.session, in.code));
  http::Response response =
      http::Response::Json(200, Encode(dto::RecoveryOut{done.recovery_codes}));
  TRY(SetSessionCookie(call, response, done.session.token, std::nullopt));
  return response;
}

Result<http::Response> DeleteTotp(Call& call) {
  TRY_ASSIGN(const auto in, Decode<dto::PasswordOnly>(call.request.body));
  TRY_ASSIGN(const auto fresh,
             app::DisableTotp(*call.shared.authenticator, *call.session, in.password));
  http::Response response = http::Response::Empty(204);
  TRY(SetSessionCookie(call, response, fresh.token, std::nullopt));
  return response;
}

Result<http::Response> GetPresence(Call& call) {
  const auto found = call.config->people.find(call.actor.user_id);
  return http::Response::Json(
      200, Encode(dto::Presence{found != call.config->people.end() && found->second.online}));
}

Result<http::Response> PutPresence(Call& call) {
  TRY_ASSIGN(const auto in, Decode<dto::Presence>(call.request.body));
  TRY(app::SetOnline(call.context(), call.actor, call.actor.user_id, in.online));
  return http::Response::Json(200, Encode(in));
}

}  // namespace huiyin::api
