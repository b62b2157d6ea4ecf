#include "channels/xlsx_reader_xml.h"

#include <expat.h>

#include <string>

namespace huiyin::channels {
namespace {

constexpr size_t kPieceBytes = 64 << 10;
constexpr size_t kMaxDepth = 64;
constexpr size_t kMaxTagBytes = 4 << 20;

std::string_view LocalName(std::string_view name) {
  const size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

}  // namespace

std::optional<std::string_view> XmlAttributes::Find(std::string_view local_name) const {
  for (const char** pair = pairs_; *pair != nullptr; pair += 2) {
    if (LocalName(pair[0]) == local_name) return std::string_view(pair[1]);
  }
  return {};
}

struct XmlStream::Impl {
  explicit Impl(XmlHandler& h) : handler(h), parser(XML_ParserCreate(nullptr)) {
    XML_SetUserData(parser, this);
    XML_SetElementHandler(parser, OnStart, OnEnd);
    XML_SetCharacterDataHandler(parser, OnText);
    XML_SetStartDoctypeDeclHandler(parser, OnDoctype);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() { XML_ParserFree(parser); }

  static void OnStart(void* self_pointer, const XML_Char* name, const XML_Char** attributes) {
    auto& self = *static_cast<Impl*>(self_pointer);
    self.silent_bytes = 0;
    if (++self.depth > kMaxDepth) {
      self.refusal = "elements are nested too deep";
      XML_StopParser(self.parser, XML_FALSE);
      return;
    }
    self.handler.Start(LocalName(name), XmlAttributes(attributes));
  }
  static void OnEnd(void* self_pointer, const XML_Char* name) {
    auto& self = *static_cast<Impl*>(self_pointer);
    self.silent_bytes = 0;
    --self.depth;
    if (self.handler.End(LocalName(name)) == XmlHandler::Flow::kPause) {
      XML_StopParser(self.parser, XML_TRUE);
    }
  }
  static void OnText(void* self_pointer, const XML_Char* text, int length) {
    auto& self = *static_cast<Impl*>(self_pointer);
    self.silent_bytes = 0;
    self.handler.Text({text, static_cast<size_t>(length)});
  }
  static void OnDoctype(void* self_pointer, const XML_Char*, const XML_Char*, const XML_Char*,
                        int) {
    auto& self = *static_cast<Impl*>(self_pointer);
    self.refusal = "it declares a document type";
    XML_StopParser(self.parser, XML_FALSE);
  }

  Result<State> Judge(XML_Status status, const std::string& part) {
    if (status == XML_STATUS_SUSPENDED) {
      suspended = true;
      return State::kPaused;
    }
    if (status == XML_STATUS_OK) return ended ? State::kEnd : State::kPaused;
    if (!refusal.empty()) {
      return InvalidArgument("part " + part + " of the XLSX file is refused: " + refusal,
                             "hostile_xml");
    }
    return Corruption("part " + part + " of the XLSX file is not well-formed XML (line " +
                      std::to_string(XML_GetCurrentLineNumber(parser)) + ": " +
                      XML_ErrorString(XML_GetErrorCode(parser)) + ")");
  }

  XmlHandler& handler;
  XML_Parser parser;
  size_t depth = 0;
  size_t silent_bytes = 0;  // fed since the last event: a tag that does not end
  bool suspended = false;
  bool ended = false;
  std::string refusal;
};

XmlStream::XmlStream(std::unique_ptr<XlsxPart> part, XmlHandler& handler)
    : part_(std::move(part)), impl_(std::make_unique<Impl>(handler)) {}
XmlStream::~XmlStream() = default;

Result<XmlStream::State> XmlStream::Pump() {
  Impl& impl = *impl_;
  while (true) {
    if (impl.suspended) {
      impl.suspended = false;
      TRY_ASSIGN(const State state, impl.Judge(XML_ResumeParser(impl.parser), part_->name()));
      if (impl.suspended || state == State::kEnd) return state;
    }
    if (impl.ended) return State::kEnd;
    void* to = XML_GetBuffer(impl.parser, kPieceBytes);
    if (to == nullptr) return Unavailable("out of memory while reading XML");
    TRY_ASSIGN(const size_t n, part_->Read(static_cast<char*>(to), kPieceBytes));
    impl.silent_bytes += n;
    if (impl.silent_bytes > kMaxTagBytes) {
      return Error(ErrorCode::kTooLarge, "part " + part_->name() + " has an endless tag",
                   "hostile_xml");
    }
    impl.ended = n == 0;
    TRY_ASSIGN(
        const State state,
        impl.Judge(XML_ParseBuffer(impl.parser, static_cast<int>(n), n == 0), part_->name()));
    if (impl.suspended || state == State::kEnd) return state;
  }
}

Status ReadXml(std::unique_ptr<XlsxPart> part, XmlHandler& handler) {
  XmlStream stream(std::move(part), handler);
  while (true) {
    TRY_ASSIGN(const XmlStream::State state, stream.Pump());
    if (state == XmlStream::State::kEnd) return Ok();
  }
}

}  // namespace huiyin::channels
