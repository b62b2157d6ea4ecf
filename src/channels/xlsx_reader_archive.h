// The ZIP around an XLSX file, with a limit on everything it claims and everything it does.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "channels/table_source.h"

struct zip;
struct zip_file;

namespace huiyin::channels {

// One unpacked part, read in order.
class XlsxPart {
 public:
  ~XlsxPart();
  XlsxPart(const XlsxPart&) = delete;
  XlsxPart& operator=(const XlsxPart&) = delete;
  // 0 at the end. kTooLarge when more comes out than allowed, kCorruption when it does not unpack.
  Result<size_t> Read(char* to, size_t size);
  uint64_t declared_bytes() const { return declared_bytes_; }
  uint64_t read_bytes() const { return read_bytes_; }
  const std::string& name() const { return name_; }

 private:
  friend class XlsxArchive;
  XlsxPart() = default;
  zip_file* file_ = nullptr;
  std::string name_;
  uint64_t declared_bytes_ = 0, read_bytes_ = 0, max_bytes_ = 0;
};

class XlsxArchive {
 public:
  static Result<std::unique_ptr<XlsxArchive>> OpenFile(const std::string& path,
                                                       const TableLimits& limits);
  static Result<std::unique_ptr<XlsxArchive>> OpenBytes(std::string bytes,
                                                        const TableLimits& limits);
  ~XlsxArchive();
  XlsxArchive(const XlsxArchive&) = delete;
  XlsxArchive& operator=(const XlsxArchive&) = delete;

  bool Has(std::string_view name) const;
  // The archive must outlive the part. kNotFound, kTooLarge, kInvalidArgument (encrypted).
  Result<std::unique_ptr<XlsxPart>> Open(std::string_view name, uint64_t max_bytes) const;
  // Of the directory: names, sizes and checksums of all entries.
  const std::string& fingerprint() const { return fingerprint_; }

 private:
  XlsxArchive() = default;
  Status Check();
  std::string bytes_;  // backs the archive when it is in memory
  zip* zip_ = nullptr;
  TableLimits limits_;
  std::string fingerprint_;
};

}  // namespace huiyin::channels
