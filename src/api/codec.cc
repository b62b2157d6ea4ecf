#include "api/codec.h"

#include "base/utf8.h"

namespace huiyin::api {

Result<boost::json::value> ParseBody(std::string_view body) {
  const size_t bad = FirstInvalidUtf8(body);
  if (bad != std::string_view::npos) {
    return InvalidArgument("the body is not valid UTF-8 at byte " + std::to_string(bad),
                           "invalid_utf8");
  }
  boost::json::parse_options options;
  options.max_depth = 32;
  boost::json::stream_parser parser({}, options);
  boost::system::error_code error;
  const size_t used = parser.write_some(body.data(), body.size(), error);
  if (!error && used == body.size()) parser.finish(error);
  if (error || used != body.size()) {
    return InvalidArgument("the body is not valid JSON near byte " + std::to_string(used) +
                               (error ? " (" + error.message() + ")" : std::string()),
                           "invalid_json");
  }
  return parser.release();
}

}  // namespace huiyin::api
