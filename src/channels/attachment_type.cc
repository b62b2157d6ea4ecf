#include "channels/attachment_type.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <utility>

#include "base/utf8.h"
#include "channels/encoding.h"
#include "channels/xlsx_reader_archive.h"

namespace huiyin::channels {
namespace {

using namespace std::string_view_literals;

uint32_t Big32(std::string_view b) {
  uint32_t value = 0;
  for (size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<uint8_t>(b[i]);
  return value;
}

std::string Lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

Error NotAllowed(std::string what) {
  return InvalidArgument(std::move(what) +
                             "; allowed are png, jpeg, gif, webp, pdf, txt, csv, xlsx, docx, mp3, "
                             "wav, amr, mp4",
                         "type_not_allowed");
}
Error Dangerous(std::string what) { return InvalidArgument(std::move(what), "dangerous_content"); }

// A frame header of MPEG audio layer III: sync, version not reserved, layer III, usable bit rate.
size_t Mp3FrameBytes(std::string_view b) {
  if (b.size() < 4) return 0;
  const uint32_t h = Big32(b);
  if ((h & 0xFFE00000) != 0xFFE00000) return 0;
  const uint32_t version = h >> 19 & 3, layer = h >> 17 & 3, rate = h >> 12 & 15,
                 frequency = h >> 10 & 3;
  if (version == 1 || layer != 1 || rate == 0 || rate == 15 || frequency == 3) return 0;
  static constexpr std::array<uint32_t, 15> kV1 = {0,   32,  40,  48,  56,  64,  80, 96,
                                                   112, 128, 160, 192, 224, 256, 320};
  static constexpr std::array<uint32_t, 15> kV2 = {0,  8,  16, 24,  32,  40,  48, 56,
                                                   64, 80, 96, 112, 128, 144, 160};
  static constexpr std::array<uint32_t, 3> kHz = {44100, 48000, 32000};
  const uint32_t hz = kHz[frequency] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
  const uint32_t kbps = version == 3 ? kV1[rate] : kV2[rate];
  return (version == 3 ? 144U : 72U) * kbps * 1000 / hz + (h >> 9 & 1);
}

bool IsMp3(std::string_view b) {
  if (b.starts_with("ID3") && b.size() > 10) return static_cast<uint8_t>(b[3]) < 5;
  const size_t frame = Mp3FrameBytes(b);
  if (frame == 0) return false;
  return b.size() <= frame + 4 || Mp3FrameBytes(b.substr(frame)) > 0;
}

bool IsMp4(std::string_view b) {
  if (b.size() < 16 || b.substr(4, 4) != "ftyp") return false;
  static constexpr std::string_view kBrands[] = {"isom", "iso2", "iso4", "iso5", "iso6",
                                                 "mp41", "mp42", "avc1", "M4V ", "M4A ",
                                                 "MSNV", "dash", "3gp4", "3gp5", "qt  "};
  return std::find(std::begin(kBrands), std::end(kBrands), b.substr(8, 4)) != std::end(kBrands);
}

// Beginnings that a browser sniffs as markup (WHATWG MIME Sniffing §7.1) or runs as script.
bool StartsAsMarkup(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t\r\n\f\v");
  if (begin == std::string_view::npos) return false;
  const std::string head = Lower(text.substr(begin, 64));
  static constexpr std::string_view kTags[] = {
      "<!doctype", "<html",  "<head", "<script", "<iframe", "<h1",    "<div",
      "<font",     "<table", "<a ",   "<a>",     "<style",  "<title", "<b>",
      "<body",     "<br",    "<p>",   "<p ",     "<!--",    "<?xml",  "<svg",
      "<?php",     "<%",     "<img",  "<form",   "<object", "<embed", "<link",
      "<meta",     "<base",  "<math", "<video",  "<audio",  "#!",     "mime-version:"};
  return std::any_of(std::begin(kTags), std::end(kTags),
                     [&](std::string_view tag) { return head.starts_with(tag); });
}

bool ContainsMarkup(std::string_view bytes) {
  static constexpr std::string_view kTags[] = {
      "<script", "<svg", "<html", "<iframe", "<!doctype", "<?php", "javascript:", "<foreignobject"};
  for (size_t at = 0; at < bytes.size(); ++at) {
    at = std::min(bytes.find_first_of("<jJ", at), bytes.size());
    if (at == bytes.size()) return false;
    const std::string here = Lower(bytes.substr(at, 16));
    for (const std::string_view tag : kTags) {
      if (here.starts_with(tag)) return true;
    }
  }
  return false;
}

std::optional<AttachmentType> BinaryType(std::string_view b) {
  if (b.starts_with("\x89PNG\r\n\x1A\n"sv)) return AttachmentType::kPng;
  if (b.starts_with("\xFF\xD8\xFF"sv)) return AttachmentType::kJpeg;
  if (b.starts_with("GIF87a") || b.starts_with("GIF89a")) return AttachmentType::kGif;
  if (b.starts_with("%PDF-")) return AttachmentType::kPdf;
  if (b.starts_with("#!AMR\n") || b.starts_with("#!AMR-WB\n")) return AttachmentType::kAmr;
  if (b.size() >= 12 && b.starts_with("RIFF")) {
    if (b.substr(8, 4) == "WEBP") return AttachmentType::kWebp;
    if (b.substr(8, 4) == "WAVE") return AttachmentType::kWav;
  }
  if (IsMp4(b)) return AttachmentType::kMp4;
  if (IsMp3(b)) return AttachmentType::kMp3;
  return {};
}

Result<AttachmentType> OfficeType(std::string_view content) {
  TableLimits limits;
  TRY_ASSIGN(const auto archive, XlsxArchive::OpenBytes(std::string(content), limits));
  if (!archive->Has("[Content_Types].xml")) return NotAllowed("ZIP archives are not kept");
  if (archive->Has("word/vbaProject.bin") || archive->Has("xl/vbaProject.bin")) {
    return Dangerous("the document has macros; save it without");
  }
  if (archive->Has("word/document.xml")) return AttachmentType::kDocx;
  if (archive->Has("xl/workbook.xml")) return AttachmentType::kXlsx;
  return NotAllowed("this kind of office file is not kept");
}

Result<AttachmentType> TextType(std::string_view content, std::string_view extension) {
  const EncodingGuess guess = DetectEncoding(content, SampleEnd::kEndOfFile);
  if (guess.bom_bytes == 0 && content.find('\0') != std::string_view::npos) {
    return NotAllowed("the file is of an unknown kind");
  }
  TRY_ASSIGN(const std::string text, ToUtf8(content.substr(guess.bom_bytes), guess.encoding));
  size_t strange = 0;
  for (size_t pos = 0; pos < text.size();) {
    const char32_t c = NextCodePoint(text, pos);
    const bool control =
        (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f') || (c >= 0x7F && c < 0xA0);
    if (c == 0) return NotAllowed("the file is no text");
    strange += control || c == 0xFFFD ? 1 : 0;
  }
  if (strange * 200 > text.size()) return NotAllowed("the file is of an unknown kind");
  if (StartsAsMarkup(text) || ContainsMarkup(text)) {
    return NotAllowed("the file holds markup or script that a browser would run");
  }
  return extension == "csv" || extension == "tsv" ? AttachmentType::kCsv : AttachmentType::kText;
}

// Files that are a picture or sound to us and a script, page or archive to somebody else.
Status RefusePolyglot(AttachmentType type, std::string_view b) {
  const size_t sniffed = std::min<size_t>(b.size(), 4096);
  if (ContainsMarkup(b.substr(0, sniffed))) {
    return Dangerous("the file holds markup where a browser would look for it");
  }
  // A length or size field that reads "/*" opens a comment when the file is run as script.
  if ((type == AttachmentType::kJpeg && b.size() > 6 && b.substr(4, 2) == "/*") ||
      (type == AttachmentType::kGif && b.size() > 8 && b.substr(6, 2) == "/*") ||
      ((type == AttachmentType::kWav || type == AttachmentType::kWebp) && b.substr(4, 2) == "/*")) {
    return Dangerous("the file can also be run as a script");
  }
  const std::string_view tail = b.substr(b.size() - std::min<size_t>(b.size(), 70 << 10));
  if (tail.find("PK\x05\x06"sv) != std::string_view::npos) {
    return Dangerous("the file is also a ZIP archive");
  }
  return Ok();
}

std::string Extension(std::string_view name) {
  const size_t dot = name.rfind('.');
  return dot == std::string_view::npos || dot + 1 == name.size() ? "" : Lower(name.substr(dot + 1));
}

bool ExtensionFits(AttachmentType type, std::string_view extension) {
  if (extension.empty()) return true;
  static constexpr std::pair<AttachmentType, std::string_view> kExtensions[] = {
      {AttachmentType::kPng, "png"},   {AttachmentType::kJpeg, "jpg"},
      {AttachmentType::kJpeg, "jpeg"}, {AttachmentType::kJpeg, "jfif"},
      {AttachmentType::kGif, "gif"},   {AttachmentType::kWebp, "webp"},
      {AttachmentType::kPdf, "pdf"},   {AttachmentType::kText, "txt"},
      {AttachmentType::kText, "log"},  {AttachmentType::kText, "md"},
      {AttachmentType::kCsv, "csv"},   {AttachmentType::kCsv, "tsv"},
      {AttachmentType::kXlsx, "xlsx"}, {AttachmentType::kDocx, "docx"},
      {AttachmentType::kMp3, "mp3"},   {AttachmentType::kWav, "wav"},
      {AttachmentType::kAmr, "amr"},   {AttachmentType::kMp4, "mp4"},
      {AttachmentType::kMp4, "m4a"},   {AttachmentType::kMp4, "m4v"},
      {AttachmentType::kMp4, "mov"},   {AttachmentType::kMp4, "3gp"}};
  return std::any_of(std::begin(kExtensions), std::end(kExtensions), [&](const auto& known) {
    return known.first == type && known.second == extension;
  });
}

}  // namespace

std::string_view AttachmentTypeName(AttachmentType type) {
  static constexpr std::string_view kNames[] = {"png",  "jpeg", "gif", "webp", "pdf", "txt", "csv",
                                                "xlsx", "docx", "mp3", "wav",  "amr", "mp4"};
  return kNames[static_cast<size_t>(type)];
}

std::string_view MediaType(AttachmentType type) {
  static constexpr std::string_view kTypes[] = {
      "image/png",
      "image/jpeg",
      "image/gif",
      "image/webp",
      "application/pdf",
      "text/plain; charset=utf-8",
      "text/csv; charset=utf-8",
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      "audio/mpeg",
      "audio/wav",
      "audio/amr",
      "video/mp4"};
  return kTypes[static_cast<size_t>(type)];
}

bool IsInlineSafe(AttachmentType type) {
  return type == AttachmentType::kPng || type == AttachmentType::kJpeg ||
         type == AttachmentType::kGif || type == AttachmentType::kWebp;
}

Result<AttachmentType> CheckAttachment(std::string_view file_name, std::string_view content) {
  if (content.empty()) return InvalidArgument("the file is empty", "empty_file");
  const std::string extension = Extension(SafeFileName(file_name));
  AttachmentType type;
  if (const auto binary = BinaryType(content)) {
    type = *binary;
    TRY(RefusePolyglot(type, content));
  } else if (content.starts_with("PK\3\4"sv)) {
    TRY_ASSIGN(type, OfficeType(content));
  } else {
    TRY_ASSIGN(type, TextType(content, extension));
  }
  if (!ExtensionFits(type, extension)) {
    return InvalidArgument("the content is " + std::string(AttachmentTypeName(type)) +
                               ", but the name ends in ." + extension,
                           "extension_mismatch");
  }
  return type;
}

}  // namespace huiyin::channels
