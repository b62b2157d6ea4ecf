// What an uploaded file really is, by its content, against the list of kinds Huiyin keeps; and a
// file name that is safe to show, store and send. Everything a browser or an operating system would
// run is refused, including files that are two things at once.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace huiyin::channels {

enum class AttachmentType {
  kPng,
  kJpeg,
  kGif,
  kWebp,
  kPdf,
  kText,
  kCsv,
  kXlsx,
  kDocx,
  kMp3,
  kWav,
  kAmr,
  kMp4
};
std::string_view AttachmentTypeName(AttachmentType type);  // "png"
// The media type to serve it with, always with nosniff and as an attachment.
std::string_view MediaType(AttachmentType type);
// Whether a browser may show it in place (raster images only).
bool IsInlineSafe(AttachmentType type);

// Judges the whole content and the extension of `file_name` (no extension: content alone decides).
// kInvalidArgument with one of these types: empty_file, type_not_allowed (unknown, HTML, SVG,
// script, executable), extension_mismatch, dangerous_content (polyglot, macros).
Result<AttachmentType> CheckAttachment(std::string_view file_name, std::string_view content);

// Last path component without controls, bidirectional marks, characters that file systems or shells
// mind, leading dots and reserved names; NFC; at most 120 characters and 240 bytes, extension kept.
// Never empty ("attachment"). Doing it twice changes nothing.
std::string SafeFileName(std::string_view name);

}  // namespace huiyin::channels
