#include "app/setting_secrets.h"

#include "app/json_read.h"
#include "base/bytes.h"
#include "base/crypto.h"

namespace huiyin::app {
namespace {

namespace json = boost::json;

constexpr char kPlain[] = "password";
constexpr char kSealed[] = "password_sealed";
constexpr char kSet[] = "password_set";
constexpr char kOwner[] = "setting:smtp.password";

bool HasSecret(std::string_view kind, std::string_view id) {
  return kind == "setting" && id == "smtp";
}

SecretKey KeyOf(const Context& context) { return context.instance_key->Derive("setting-secret"); }

}  // namespace

Result<std::string> SealSecrets(const Context& context, std::string_view kind, std::string_view id,
                                const std::string& body, const std::string& before) {
  if (!HasSecret(kind, id)) return body;
  TRY_ASSIGN(json::object object, ParseObject(body));
  object.erase(kSet);
  object.erase(kSealed);  // never taken from outside
  if (!object.contains(kPlain)) {
    if (!before.empty()) {
      TRY_ASSIGN(const json::object old, ParseObject(before));
      if (old.contains(kSealed)) object[kSealed] = old.at(kSealed);
      if (old.contains(kPlain)) object[kPlain] = old.at(kPlain);  // from before they were sealed
    }
  }
  if (object.contains(kPlain)) {
    const std::string password = TextOf(object, kPlain);
    object.erase(kPlain);
    if (!password.empty()) {
      object[kSealed] = Base64UrlEncode(Seal(KeyOf(context), password, kOwner));
    }
  }
  return json::serialize(object);
}

Result<std::string> HideSecrets(std::string_view kind, std::string_view id,
                                const std::string& body) {
  if (!HasSecret(kind, id)) return body;
  TRY_ASSIGN(json::object object, ParseObject(body));
  const bool set = object.contains(kSealed) || !TextOf(object, kPlain).empty();
  object.erase(kSealed);
  object.erase(kPlain);
  object[kSet] = set;
  return json::serialize(object);
}

Result<std::string> SmtpPassword(const Context& context, const std::string& body) {
  TRY_ASSIGN(const json::object object, ParseObject(body));
  const std::string sealed = TextOf(object, kSealed);
  if (sealed.empty()) return TextOf(object, kPlain);
  TRY_ASSIGN(const std::string bytes, Base64UrlDecode(sealed));
  return Open(KeyOf(context), bytes, kOwner);
}

}  // namespace huiyin::app
