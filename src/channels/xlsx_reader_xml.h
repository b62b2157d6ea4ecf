// Streaming XML of one archive part (expat underneath): element and text events, which may pause
// after an element. Document types are refused, so there are no entities to expand; depth and the
// length of a tag are limited. Names come without namespace prefix.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "channels/xlsx_reader_archive.h"

namespace huiyin::channels {

class XmlAttributes {
 public:
  explicit XmlAttributes(const char** pairs) : pairs_(pairs) {}
  // By local name ("id" finds r:id); empty when absent.
  std::optional<std::string_view> Find(std::string_view local_name) const;

 private:
  const char** pairs_;
};

class XmlHandler {
 public:
  enum class Flow { kGoOn, kPause };
  virtual ~XmlHandler() = default;
  virtual void Start(std::string_view name, const XmlAttributes& attributes) = 0;
  virtual Flow End(std::string_view name) = 0;
  virtual void Text(std::string_view text) = 0;
};

class XmlStream {
 public:
  XmlStream(std::unique_ptr<XlsxPart> part, XmlHandler& handler);
  ~XmlStream();
  XmlStream(const XmlStream&) = delete;
  XmlStream& operator=(const XmlStream&) = delete;

  enum class State { kPaused, kEnd };
  // Goes on until the handler pauses or the part ends. kCorruption, kTooLarge.
  Result<State> Pump();
  const XlsxPart& part() const { return *part_; }

 private:
  struct Impl;
  std::unique_ptr<XlsxPart> part_;
  std::unique_ptr<Impl> impl_;
};

// The whole of a part in one go.
Status ReadXml(std::unique_ptr<XlsxPart> part, XmlHandler& handler);

}  // namespace huiyin::channels
