// The small parts of a workbook: which sheets there are, which styles are dates, the shared texts.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "channels/xlsx_reader_archive.h"
#include "channels/xlsx_reader_format.h"

namespace huiyin::channels {

struct SheetRef {
  std::string name;
  std::string part;  // "xl/worksheets/sheet1.xml"
  bool visible = true;
};

// Texts that cells refer to by number. One allocation; bounded by the limit on the part.
class SharedTexts {
 public:
  std::string_view at(size_t i) const {
    return std::string_view(text_).substr(ends_[i], ends_[i + 1] - ends_[i]);
  }
  size_t size() const { return ends_.size() - 1; }
  void Append(std::string_view piece) { text_ += piece; }
  void EndText() { ends_.push_back(text_.size()); }

 private:
  std::string text_;
  std::vector<size_t> ends_ = {0};
};

struct Workbook {
  std::vector<SheetRef> sheets;
  DateSystem dates = DateSystem::k1900;
  std::vector<CellStyle> styles;  // by the s attribute of a cell
  SharedTexts texts;

  // The first visible sheet, or the named one; kInvalidArgument lists what there is.
  Result<const SheetRef*> Find(std::string_view name) const;
};

Result<std::unique_ptr<Workbook>> ReadWorkbook(const XlsxArchive& archive,
                                               const TableLimits& limits);

}  // namespace huiyin::channels
