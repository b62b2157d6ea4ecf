// A response as bytes, and the last checks before it leaves. Internal to src/http.
#pragma once

#include <string>
#include <string_view>

#include "http/message.h"

namespace huiyin::http {

enum class BodyForm : uint8_t { kLength, kChunked, kToEnd };
enum class KeepAlive : uint8_t { kYes, kNo };

// Appends status line and headers with the empty line. The server's own headers (Content-Length,
// Transfer-Encoding, Connection, Date, X-Request-Id) replace whatever the handler set.
void AppendHead(const Response& response, BodyForm form, KeepAlive keep_alive,
                std::string_view request_id, std::string& out);

// False when a header name is no token or a value holds CR, LF, NUL or another control character.
bool HasSaneHeaders(const Response& response);

// gzips in place when the response allows it and gains by it; sets Vary.
void CompressInPlace(Response& response, bool accepted);

bool HasNoBody(int status);  // 1xx, 204, 304

}  // namespace huiyin::http
