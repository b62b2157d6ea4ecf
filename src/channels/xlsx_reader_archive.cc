#include "channels/xlsx_reader_archive.h"

#include <zip.h>

#include <algorithm>

namespace huiyin::channels {
namespace {

constexpr uint64_t kRatioFromBytes = 16 << 20;  // below, a high ratio harms nobody

Error TooLarge(std::string message) {
  return Error(ErrorCode::kTooLarge, std::move(message), "archive_too_large");
}

Error BadArchive(int code) {
  zip_error_t error;
  zip_error_init_with_code(&error, code);
  Error out = Corruption("the XLSX file is damaged: " + std::string(zip_error_strerror(&error)));
  zip_error_fini(&error);
  return out;
}

}  // namespace

XlsxPart::~XlsxPart() {
  if (file_ != nullptr) zip_fclose(file_);
}

Result<size_t> XlsxPart::Read(char* to, size_t size) {
  const zip_int64_t n = zip_fread(file_, to, size);
  if (n < 0) return Corruption("part " + name_ + " of the XLSX file does not unpack");
  read_bytes_ += static_cast<uint64_t>(n);
  if (read_bytes_ > max_bytes_ || read_bytes_ > declared_bytes_) {
    return TooLarge("part " + name_ + " of the XLSX file unpacks to more than it may");
  }
  return static_cast<size_t>(n);
}

Result<std::unique_ptr<XlsxArchive>> XlsxArchive::OpenFile(const std::string& path,
                                                           const TableLimits& limits) {
  std::unique_ptr<XlsxArchive> archive(new XlsxArchive);
  archive->limits_ = limits;
  int code = 0;
  archive->zip_ = zip_open(path.c_str(), ZIP_RDONLY, &code);
  if (archive->zip_ == nullptr) return BadArchive(code);
  TRY(archive->Check());
  return archive;
}

Result<std::unique_ptr<XlsxArchive>> XlsxArchive::OpenBytes(std::string bytes,
                                                            const TableLimits& limits) {
  std::unique_ptr<XlsxArchive> archive(new XlsxArchive);
  archive->limits_ = limits;
  archive->bytes_ = std::move(bytes);
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source =
      zip_source_buffer_create(archive->bytes_.data(), archive->bytes_.size(), 0, &error);
  if (source != nullptr) archive->zip_ = zip_open_from_source(source, ZIP_RDONLY, &error);
  const int code = zip_error_code_zip(&error);
  zip_error_fini(&error);
  if (archive->zip_ == nullptr) {
    if (source != nullptr) zip_source_free(source);
    return BadArchive(code);
  }
  TRY(archive->Check());
  return archive;
}

XlsxArchive::~XlsxArchive() {
  if (zip_ != nullptr) zip_discard(zip_);
}

Status XlsxArchive::Check() {
  const zip_int64_t count = zip_get_num_entries(zip_, 0);
  if (count < 0 || static_cast<uint64_t>(count) > limits_.max_parts) {
    return TooLarge("the XLSX file has " + std::to_string(count) + " parts, more than " +
                    std::to_string(limits_.max_parts));
  }
  std::string directory;
  for (zip_int64_t i = 0; i < count; ++i) {
    zip_stat_t stat;
    if (zip_stat_index(zip_, static_cast<zip_uint64_t>(i), 0, &stat) != 0) continue;
    if ((stat.valid & ZIP_STAT_NAME) != 0) directory += stat.name;
    directory += '\0' + std::to_string(stat.size) + '/' + std::to_string(stat.crc) + '\n';
  }
  fingerprint_ = TableFingerprint(directory, static_cast<uint64_t>(count));
  return Ok();
}

bool XlsxArchive::Has(std::string_view name) const {
  return zip_name_locate(zip_, std::string(name).c_str(), ZIP_FL_NOCASE) >= 0;
}

Result<std::unique_ptr<XlsxPart>> XlsxArchive::Open(std::string_view name,
                                                    uint64_t max_bytes) const {
  const std::string key(name);
  const zip_int64_t index = zip_name_locate(zip_, key.c_str(), ZIP_FL_NOCASE);
  if (index < 0) return NotFound("the XLSX file has no part " + key);
  zip_stat_t stat;
  if (zip_stat_index(zip_, static_cast<zip_uint64_t>(index), 0, &stat) != 0) {
    return Corruption("part " + key + " of the XLSX file has no directory entry");
  }
  if (stat.encryption_method != ZIP_EM_NONE) {
    return InvalidArgument("the XLSX file is encrypted; save it without a password");
  }
  if (stat.comp_method != ZIP_CM_STORE && stat.comp_method != ZIP_CM_DEFLATE) {
    return InvalidArgument("part " + key + " of the XLSX file is packed in an unusual way");
  }
  if (stat.size > max_bytes) {
    return TooLarge("part " + key + " of the XLSX file unpacks to " + std::to_string(stat.size) +
                    " bytes, more than " + std::to_string(max_bytes));
  }
  if (stat.size > kRatioFromBytes &&
      stat.size / std::max<uint64_t>(stat.comp_size, 1) > limits_.max_ratio) {
    return TooLarge("part " + key + " of the XLSX file is packed " +
                    std::to_string(stat.size / std::max<uint64_t>(stat.comp_size, 1)) +
                    " : 1, which no spreadsheet does");
  }
  std::unique_ptr<XlsxPart> part(new XlsxPart);
  part->file_ = zip_fopen_index(zip_, static_cast<zip_uint64_t>(index), 0);
  if (part->file_ == nullptr) return Corruption("part " + key + " of the XLSX file is damaged");
  part->name_ = key;
  part->declared_bytes_ = stat.size;
  part->max_bytes_ = max_bytes;
  return part;
}

}  // namespace huiyin::channels
