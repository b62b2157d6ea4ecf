// People who sign in: making them, changing them, letting them in again. All need user.manage; who
// does not manage roles cannot hand on, or take over, administrative rights he lacks. Nobody is
// ever deleted, because the log names people; they are deactivated, which ends their sessions and
// tokens.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/authenticate_hashing.h"
#include "app/context.h"
#include "domain/permissions.h"

namespace huiyin::app {

struct NewUser {
  std::string login;         // 1..64 characters, no white space; kept with ASCII in lower case
  std::string display_name;  // 1..60; empty: the login
  std::string password;
  bool must_change_password = false;
  int64_t department_id = 0;  // 0: none
  std::vector<std::string> roles;
  std::string tier = "junior";  // junior, mid, senior
  std::vector<std::string> skills;
  int64_t capacity = 20;  // open tickets, 0..1000
  std::string email;
  std::string locale = "zh-CN";  // zh-CN, zh-TW, en
};
// The id. kInvalidArgument "invalid_field" (problem "taken" for a login in use); kConflict
// "separation_of_duties"; kPermissionDenied "exceeds_rights".
Result<int64_t> CreateUser(const Context& context, PasswordHasher& hasher,
                           const domain::Actor& actor, const NewUser& wanted);

struct UserChange {
  std::optional<std::string> display_name, tier, email, locale;
  std::optional<int64_t> department_id;  // 0: none
  std::optional<std::vector<std::string>> roles, skills;
  std::optional<int64_t> capacity;
  std::optional<bool> active;
};
// The new version. Other roles, or being deactivated, end the person's sessions. kNotFound
// "user_not_found"; kConflict "stale_etag", "separation_of_duties", "last_administrator";
// kInvalidArgument "invalid_field"; kPermissionDenied "exceeds_rights".
Result<int64_t> UpdateUser(const Context& context, const domain::Actor& actor, int64_t user_id,
                           const UserChange& change, int64_t expected_version);

// Forgets the failed sign-ins of one account.
Status UnlockUser(const Context& context, const domain::Actor& actor, int64_t user_id);

// Somebody forgot the password: sets one that must be changed at the next sign-in, ends the
// person's sessions. kInvalidArgument "invalid_field" on "password".
Status ResetPassword(const Context& context, PasswordHasher& hasher, const domain::Actor& actor,
                     int64_t user_id, std::string_view password);

// Whether somebody takes work now. One's own, or anybody's with user.manage.
Status SetOnline(const Context& context, const domain::Actor& actor, int64_t user_id, bool online);

}  // namespace huiyin::app
