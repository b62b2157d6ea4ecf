#include "jobs/outbox.h"

#include <curl/curl.h>

#include <cstring>
#include <ctime>

#include "app/config.h"
#include "app/json_read.h"
#include "app/setting_secrets.h"
#include "base/base64.h"
#include "base/log.h"
#include "store/queries.h"

namespace huiyin::jobs {

namespace q = store::q;

namespace {

constexpr int kMaxTries = 12;

struct Smtp {
  std::string url, user, password, from;
};

std::optional<Smtp> SmtpOf(const app::Context& context) {
  const auto config = context.config->Get();
  const auto found = config->settings.find("smtp");
  if (found == config->settings.end()) return std::nullopt;
  const auto object = app::ParseObject(found->second.body);
  if (!object.ok()) return std::nullopt;
  const auto password = app::SmtpPassword(context, found->second.body);
  if (!password.ok()) {
    log::Error("setting smtp: " + password.error().ToString());
    return std::nullopt;
  }
  Smtp out{app::TextOf(*object, "url"), app::TextOf(*object, "user"), *password,
           app::TextOf(*object, "from")};
  if (out.url.empty() || out.from.empty()) return std::nullopt;
  return out;
}

std::string OneLine(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c != '\r' && c != '\n' && c != '\0') out += c;
  }
  return out;
}

// RFC 2047, in pieces short enough that no encoded word is over 75 characters or cuts a character.
std::string EncodedHeader(std::string_view text) {
  std::string out;
  std::string piece;
  const auto flush = [&] {
    if (piece.empty()) return;
    out += (out.empty() ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?") + Base64Encode(piece) + "?=";
    piece.clear();
  };
  for (size_t i = 0; i < text.size();) {
    size_t length = 1;
    while (i + length < text.size() &&
           (static_cast<unsigned char>(text[i + length]) & 0xC0) == 0x80) {
      ++length;
    }
    if (piece.size() + length > 42) flush();
    piece += text.substr(i, length);
    i += length;
  }
  flush();
  return out;
}

std::string MailDate(Instant at) {
  const std::time_t seconds = static_cast<std::time_t>(at.us / 1'000'000);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char buffer[64];
  std::strftime(buffer, sizeof buffer, "%a, %d %b %Y %H:%M:%S +0000", &parts);
  return buffer;
}

struct Upload {
  std::string_view left;
};

size_t ReadUpload(char* buffer, size_t size, size_t count, void* user) {
  auto* upload = static_cast<Upload*>(user);
  const size_t n = std::min(size * count, upload->left.size());
  std::memcpy(buffer, upload->left.data(), n);
  upload->left.remove_prefix(n);
  return n;
}

Status Send(const Smtp& smtp, const std::string& to, const std::string& message) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(),
                                                                 curl_easy_cleanup);
  if (curl == nullptr) return Unavailable("the mail client did not start");
  curl_slist* raw = curl_slist_append(nullptr, ("<" + to + ">").c_str());
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> recipients(raw,
                                                                               curl_slist_free_all);
  Upload upload{message};
  const std::string from = "<" + smtp.from + ">";
  curl_easy_setopt(curl.get(), CURLOPT_URL, smtp.url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(curl.get(), CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_TRY));
  if (!smtp.user.empty()) {
    curl_easy_setopt(curl.get(), CURLOPT_USERNAME, smtp.user.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_PASSWORD, smtp.password.c_str());
  }
  curl_easy_setopt(curl.get(), CURLOPT_MAIL_FROM, from.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(curl.get(), CURLOPT_READFUNCTION, ReadUpload);
  curl_easy_setopt(curl.get(), CURLOPT_READDATA, &upload);
  curl_easy_setopt(curl.get(), CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_CONNECTTIMEOUT, 10L);
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, 30L);
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  const CURLcode code = curl_easy_perform(curl.get());
  if (code != CURLE_OK) return Unavailable(curl_easy_strerror(code), "smtp_failed");
  return Ok();
}

Duration BackOff(int64_t attempts) {
  Duration wait = Duration::Minutes(1);
  for (int64_t i = 0; i < attempts && wait < Duration::Hours(6); ++i) wait = wait * 2;
  return std::min(wait, Duration::Hours(6));
}

Status Deliver(const app::Context& context, const Smtp& smtp, const OutboxRow& row) {
  TRY_ASSIGN(const std::string text,
             context.keys->Open(row.payload, "outbox:" + std::to_string(row.id)));
  TRY_ASSIGN(const auto object, app::ParseObject(text));
  const std::string domain = smtp.from.substr(smtp.from.find('@') + 1);
  Mail mail;
  mail.from = smtp.from;
  mail.to = app::TextOf(object, "to");
  mail.subject = app::TextOf(object, "subject");
  mail.text = app::TextOf(object, "text");
  mail.message_id = "<" + std::to_string(row.id) + "@" + domain + ">";
  // All notices of a ticket form one thread in the customer's mailbox.
  mail.references = "<ticket-" + std::to_string(row.ticket_id) + "@" + domain + ">";
  mail.at = context.Now();
  return Send(smtp, OneLine(mail.to), FormatMail(mail));
}

}  // namespace

std::string FormatMail(const Mail& mail) {
  std::string out = "Date: " + MailDate(mail.at) + "\r\nFrom: <" + OneLine(mail.from) +
                    ">\r\nTo: <" + OneLine(mail.to) +
                    ">\r\nSubject: " + EncodedHeader(OneLine(mail.subject)) +
                    "\r\nMessage-ID: " + OneLine(mail.message_id) +
                    "\r\nReferences: " + OneLine(mail.references) +
                    // Other systems must not answer a notice automatically (RFC 3834).
                    "\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
                    "Content-Type: text/plain; charset=utf-8\r\n"
                    "Content-Transfer-Encoding: base64\r\n\r\n";
  const std::string body = Base64Encode(mail.text);
  for (size_t i = 0; i < body.size(); i += 76) out += body.substr(i, 76) + "\r\n";
  return out;
}

Result<bool> LeaseRow(const app::Context& context, int64_t id) {
  int64_t leased = 0;
  TRY(context.db->writer().Run([&](store::Tx& tx) -> Status {
    TRY_ASSIGN(leased, tx.Exec(q::outbox_lease, {id, tx.now() + Duration::Minutes(2), tx.now()}));
    return Ok();
  }));
  return leased > 0;
}

Status FinishRow(const app::Context& context, const OutboxRow& row, const Status& sent,
                 Failure failure) {
  TRY(context.db->writer().Run([&](store::Tx& tx) -> Status {
    if (sent.ok()) {
      TRY(tx.Exec(q::outbox_sent, {row.id, tx.now()}));
      return Ok();
    }
    const bool dead = failure == Failure::kFinal || row.attempts + 1 >= kMaxTries;
    const store::Param next =
        dead ? store::Param() : store::Param(tx.now() + BackOff(row.attempts));
    TRY(tx.Exec(q::outbox_failed, {row.id, dead ? "dead" : "waiting", next, sent.error().message}));
    return Ok();
  }));
  return Ok();
}

Result<int> SendOutbox(const app::Context& context, int limit) {
  const auto smtp = SmtpOf(context);
  if (!smtp) return 0;
  std::vector<OutboxRow> rows;
  TRY(context.db->Read([&](store::Session& session) -> Status {
    return session.Each(
        q::outbox_due, {context.Now(), limit}, [&](const store::Row& row) -> Status {
          rows.push_back(
              {row.Int(0), row.OptInt(2).value_or(0), row.Int(5), std::string(row.BlobBytes(4))});
          return Ok();
        });
  }));
  int sent = 0;
  for (const OutboxRow& row : rows) {
    TRY_ASSIGN(const bool leased, LeaseRow(context, row.id));
    if (!leased) continue;
    const Status status = Deliver(context, *smtp, row);
    TRY(FinishRow(context, row, status, Failure::kAgain));
    sent += status.ok() ? 1 : 0;
  }
  return sent;
}

}  // namespace huiyin::jobs
