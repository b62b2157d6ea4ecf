#include "channels/column_mapping.h"

#include <algorithm>
#include <charconv>

#include "base/utf8.h"

namespace huiyin::channels {
namespace {

struct Alias {
  std::string_view name;  // as Fold() leaves it
  FeedbackField field;
};

// Order matters within a field: the earlier name wins when several columns fit.
constexpr Alias kAliases[] = {
    {"text", FeedbackField::kText},
    {"content", FeedbackField::kText},
    {"内容", FeedbackField::kText},
    {"反馈内容", FeedbackField::kText},
    {"投诉内容", FeedbackField::kText},
    {"工单内容", FeedbackField::kText},
    {"留言内容", FeedbackField::kText},
    {"留言详情", FeedbackField::kText},
    {"留言", FeedbackField::kText},
    {"问题描述", FeedbackField::kText},
    {"详细描述", FeedbackField::kText},
    {"描述", FeedbackField::kText},
    {"诉求内容", FeedbackField::kText},
    {"诉求", FeedbackField::kText},
    {"评价内容", FeedbackField::kText},
    {"评论内容", FeedbackField::kText},
    {"评论", FeedbackField::kText},
    {"评价", FeedbackField::kText},
    {"正文", FeedbackField::kText},
    {"反馈", FeedbackField::kText},
    {"意见", FeedbackField::kText},
    {"文本", FeedbackField::kText},
    {"內容", FeedbackField::kText},
    {"意見", FeedbackField::kText},
    {"意見內容", FeedbackField::kText},
    {"投訴內容", FeedbackField::kText},
    {"客訴內容", FeedbackField::kText},
    {"問題描述", FeedbackField::kText},
    {"留言內容", FeedbackField::kText},
    {"評論", FeedbackField::kText},
    {"feedback", FeedbackField::kText},
    {"feedbacktext", FeedbackField::kText},
    {"message", FeedbackField::kText},
    {"comment", FeedbackField::kText},
    {"comments", FeedbackField::kText},
    {"review", FeedbackField::kText},
    {"reviewtext", FeedbackField::kText},
    {"description", FeedbackField::kText},
    {"body", FeedbackField::kText},
    {"complaint", FeedbackField::kText},
    {"narrative", FeedbackField::kText},
    {"channel", FeedbackField::kChannel},
    {"渠道", FeedbackField::kChannel},
    {"反馈渠道", FeedbackField::kChannel},
    {"投诉渠道", FeedbackField::kChannel},
    {"来源渠道", FeedbackField::kChannel},
    {"来源", FeedbackField::kChannel},
    {"管道", FeedbackField::kChannel},
    {"來源", FeedbackField::kChannel},
    {"source", FeedbackField::kChannel},
    {"receivedat", FeedbackField::kReceivedAt},
    {"时间", FeedbackField::kReceivedAt},
    {"反馈时间", FeedbackField::kReceivedAt},
    {"投诉时间", FeedbackField::kReceivedAt},
    {"接收时间", FeedbackField::kReceivedAt},
    {"受理时间", FeedbackField::kReceivedAt},
    {"提交时间", FeedbackField::kReceivedAt},
    {"创建时间", FeedbackField::kReceivedAt},
    {"留言时间", FeedbackField::kReceivedAt},
    {"评论时间", FeedbackField::kReceivedAt},
    {"日期", FeedbackField::kReceivedAt},
    {"時間", FeedbackField::kReceivedAt},
    {"受理時間", FeedbackField::kReceivedAt},
    {"建立時間", FeedbackField::kReceivedAt},
    {"time", FeedbackField::kReceivedAt},
    {"date", FeedbackField::kReceivedAt},
    {"datetime", FeedbackField::kReceivedAt},
    {"timestamp", FeedbackField::kReceivedAt},
    {"createdat", FeedbackField::kReceivedAt},
    {"created", FeedbackField::kReceivedAt},
    {"submittedat", FeedbackField::kReceivedAt},
    {"datereceived", FeedbackField::kReceivedAt},
    {"姓名", FeedbackField::kName},
    {"客户姓名", FeedbackField::kName},
    {"联系人", FeedbackField::kName},
    {"客户", FeedbackField::kName},
    {"客户名称", FeedbackField::kName},
    {"客戶姓名", FeedbackField::kName},
    {"聯絡人", FeedbackField::kName},
    {"name", FeedbackField::kName},
    {"customername", FeedbackField::kName},
    {"contactname", FeedbackField::kName},
    {"contact.name", FeedbackField::kName},
    {"customer", FeedbackField::kName},
    {"mobile", FeedbackField::kMobile},
    {"手机", FeedbackField::kMobile},
    {"手机号", FeedbackField::kMobile},
    {"手机号码", FeedbackField::kMobile},
    {"联系电话", FeedbackField::kMobile},
    {"电话", FeedbackField::kMobile},
    {"联系方式", FeedbackField::kMobile},
    {"手機", FeedbackField::kMobile},
    {"手機號碼", FeedbackField::kMobile},
    {"電話", FeedbackField::kMobile},
    {"聯絡電話", FeedbackField::kMobile},
    {"contact.mobile", FeedbackField::kMobile},
    {"mobilephone", FeedbackField::kMobile},
    {"phone", FeedbackField::kMobile},
    {"phonenumber", FeedbackField::kMobile},
    {"tel", FeedbackField::kMobile},
    {"email", FeedbackField::kEmail},
    {"e-mail", FeedbackField::kEmail},
    {"contact.email", FeedbackField::kEmail},
    {"emailaddress", FeedbackField::kEmail},
    {"mail", FeedbackField::kEmail},
    {"邮箱", FeedbackField::kEmail},
    {"电子邮箱", FeedbackField::kEmail},
    {"邮件", FeedbackField::kEmail},
    {"電子郵件", FeedbackField::kEmail},
    {"信箱", FeedbackField::kEmail},
    {"product", FeedbackField::kProduct},
    {"产品", FeedbackField::kProduct},
    {"产品名称", FeedbackField::kProduct},
    {"商品", FeedbackField::kProduct},
    {"商品名称", FeedbackField::kProduct},
    {"產品", FeedbackField::kProduct},
    {"商品名稱", FeedbackField::kProduct},
    {"productname", FeedbackField::kProduct},
    {"item", FeedbackField::kProduct},
    {"orderno", FeedbackField::kOrderNo},
    {"订单号", FeedbackField::kOrderNo},
    {"订单编号", FeedbackField::kOrderNo},
    {"订单", FeedbackField::kOrderNo},
    {"訂單號", FeedbackField::kOrderNo},
    {"訂單編號", FeedbackField::kOrderNo},
    {"ordernumber", FeedbackField::kOrderNo},
    {"orderid", FeedbackField::kOrderNo},
    {"order", FeedbackField::kOrderNo},
    {"category", FeedbackField::kCategory},
    {"类别", FeedbackField::kCategory},
    {"类型", FeedbackField::kCategory},
    {"反馈类型", FeedbackField::kCategory},
    {"反馈类别", FeedbackField::kCategory},
    {"问题类型", FeedbackField::kCategory},
    {"分类", FeedbackField::kCategory},
    {"類別", FeedbackField::kCategory},
    {"類型", FeedbackField::kCategory},
    {"分類", FeedbackField::kCategory},
    {"externalid", FeedbackField::kExternalId},
    {"id", FeedbackField::kExternalId},
    {"编号", FeedbackField::kExternalId},
    {"反馈编号", FeedbackField::kExternalId},
    {"工单号", FeedbackField::kExternalId},
    {"工单编号", FeedbackField::kExternalId},
    {"留言编号", FeedbackField::kExternalId},
    {"投诉编号", FeedbackField::kExternalId},
    {"編號", FeedbackField::kExternalId},
    {"單號", FeedbackField::kExternalId},
    {"ticketid", FeedbackField::kExternalId},
    {"feedbackid", FeedbackField::kExternalId},
    {"complaintid", FeedbackField::kExternalId},
    {"caseid", FeedbackField::kExternalId},
};

// Lower case, half width, without spaces, underscores, brackets and what is in them.
std::string Fold(std::string_view text) {
  std::string out;
  int brackets = 0;
  for (size_t pos = 0; pos < text.size();) {
    char32_t c = NextCodePoint(text, pos);
    if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
    if (c == U'(' || c == U'[' || c == U'【') {
      ++brackets;
    } else if (c == U')' || c == U']' || c == U'】') {
      brackets = std::max(0, brackets - 1);
    } else if (brackets == 0 && c != U' ' && c != U'_' && c != U'\u3000' && c != U'\t' &&
               c != U'*' && c != U':' && c != U'\n' && c != U'\uFEFF') {
      AppendUtf8(out, c >= U'A' && c <= U'Z' ? c + 32 : c);
    }
  }
  return out;
}

// Place of the header's name among the aliases; smaller is better; empty when unknown.
std::optional<size_t> AliasRank(std::string_view header) {
  const std::string folded = Fold(header);
  for (size_t i = 0; i < std::size(kAliases); ++i) {
    if (kAliases[i].name == folded) return i;
  }
  return {};
}

std::string Listed(std::span<const std::string> columns) {
  std::string out;
  for (size_t i = 0; i < columns.size() && i < 40; ++i) {
    out += (i == 0 ? "" : ", ") + columns[i];
  }
  return columns.size() > 40 ? out + ", ..." : out;
}

struct Pair {
  std::string field, column;
};

// "a=b,c="d,e"" into pairs; a doubled quote inside quotes is one.
Result<std::vector<Pair>> SplitSpec(std::string_view spec) {
  std::vector<Pair> pairs;
  size_t i = 0;
  while (i < spec.size()) {
    const size_t equals = spec.find('=', i);
    if (equals == std::string_view::npos) {
      return InvalidField("map", "syntax", "write FIELD=COLUMN,FIELD=COLUMN");
    }
    Pair pair{std::string(spec.substr(i, equals - i)), {}};
    i = equals + 1;
    if (i < spec.size() && spec[i] == '"') {
      for (++i; i < spec.size(); ++i) {
        if (spec[i] == '"' && (i + 1 >= spec.size() || spec[i + 1] != '"')) break;
        if (spec[i] == '"') ++i;
        pair.column += spec[i];
      }
      if (i >= spec.size()) return InvalidField("map", "syntax", "a quote is not closed");
      ++i;
      if (i < spec.size() && spec[i] != ',') {
        return InvalidField("map", "syntax", "a comma is missing behind a quoted column");
      }
    } else {
      const size_t comma = std::min(spec.find(',', i), spec.size());
      pair.column = spec.substr(i, comma - i);
      i = comma;
    }
    pairs.push_back(std::move(pair));
    if (i < spec.size()) ++i;  // the comma
  }
  return pairs;
}

Result<MappedColumn> FieldOf(const std::string& name) {
  MappedColumn mapped;
  if (name.starts_with("custom.") && name.size() > 7) {
    mapped.field = FeedbackField::kCustom;
    mapped.custom_key = name.substr(7);
    return mapped;
  }
  const std::string_view bare =
      name.starts_with("contact.") ? std::string_view(name).substr(8) : std::string_view(name);
  for (int i = 0; i < static_cast<int>(FeedbackField::kCustom); ++i) {
    mapped.field = static_cast<FeedbackField>(i);
    if (FeedbackFieldName(mapped.field) == bare) return mapped;
  }
  return InvalidField("map." + name, "unknown_field",
                      "no such field; there are text, channel, received_at, name, mobile, email, "
                      "product, order_no, category, external_id, custom.KEY");
}

Result<size_t> ColumnOf(const Pair& pair, std::span<const std::string> columns) {
  for (size_t i = 0; i < columns.size(); ++i) {
    if (columns[i] == pair.column) return i;
  }
  const std::string folded = Fold(pair.column);
  for (size_t i = 0; i < columns.size() && !folded.empty(); ++i) {
    if (Fold(columns[i]) == folded) return i;
  }
  size_t number = 0;
  const char* const end = pair.column.data() + pair.column.size();
  const auto parsed = std::from_chars(pair.column.data(), end, number);
  if (parsed.ec == std::errc() && parsed.ptr == end && number >= 1 && number <= columns.size()) {
    return number - 1;
  }
  return InvalidField(
      "map." + pair.field, "unknown_column",
      "the table has no column \"" + pair.column + "\"; it has: " + Listed(columns));
}

size_t SampleBytes(std::span<const std::vector<std::string>> sample, size_t column) {
  size_t bytes = 0;
  for (const auto& row : sample) bytes += column < row.size() ? row[column].size() : 0;
  return bytes;
}

// The best column for each field not given. Of several text columns of equal rank by name the one
// that holds more wins; a table with a single column needs no name.
void Guess(ColumnMapping& mapping, const std::vector<FeedbackField>& settled,
           std::span<const std::string> columns, std::span<const std::vector<std::string>> sample) {
  std::vector<bool> taken(columns.size());
  for (const MappedColumn& given : mapping.columns) taken[given.column] = true;
  for (int f = 0; f < static_cast<int>(FeedbackField::kCustom); ++f) {
    const auto field = static_cast<FeedbackField>(f);
    if (std::find(settled.begin(), settled.end(), field) != settled.end()) continue;
    std::optional<size_t> best;
    std::pair<size_t, size_t> best_key;
    for (size_t i = 0; i < columns.size(); ++i) {
      const auto rank = AliasRank(columns[i]);
      if (taken[i] || !rank || kAliases[*rank].field != field) continue;
      // Among names for the text the longest cells win: 评价 may be a star count beside 评价内容.
      const size_t bytes = field == FeedbackField::kText ? SampleBytes(sample, i) : 0;
      const std::pair key{SIZE_MAX - bytes, *rank};
      if (!best || key < best_key) {
        best = i;
        best_key = key;
      }
    }
    if (!best && field == FeedbackField::kText && columns.size() == 1 && !taken[0]) best = 0;
    if (!best) continue;
    taken[*best] = true;
    mapping.columns.push_back({field, {}, *best, MappedBy::kGuessed});
  }
}

}  // namespace

std::string_view FeedbackFieldName(FeedbackField field) {
  switch (field) {
    case FeedbackField::kText:
      return "text";
    case FeedbackField::kChannel:
      return "channel";
    case FeedbackField::kReceivedAt:
      return "received_at";
    case FeedbackField::kName:
      return "name";
    case FeedbackField::kMobile:
      return "mobile";
    case FeedbackField::kEmail:
      return "email";
    case FeedbackField::kProduct:
      return "product";
    case FeedbackField::kOrderNo:
      return "order_no";
    case FeedbackField::kCategory:
      return "category";
    case FeedbackField::kExternalId:
      return "external_id";
    case FeedbackField::kCustom:
      return "custom";
  }
  return "text";
}

std::optional<size_t> ColumnMapping::Find(FeedbackField field) const {
  for (const MappedColumn& mapped : columns) {
    if (mapped.field == field) return mapped.column;
  }
  return {};
}

Result<ColumnMapping> MapColumns(std::string_view spec, std::span<const std::string> columns,
                                 std::span<const std::vector<std::string>> sample) {
  ColumnMapping mapping;
  std::vector<FeedbackField> settled;
  std::vector<std::string> seen;
  TRY_ASSIGN(const std::vector<Pair> pairs, SplitSpec(spec));
  for (const Pair& pair : pairs) {
    TRY_ASSIGN(MappedColumn mapped, FieldOf(pair.field));
    const std::string key = std::string(FeedbackFieldName(mapped.field)) + '.' + mapped.custom_key;
    if (std::find(seen.begin(), seen.end(), key) != seen.end()) {
      return InvalidField("map." + pair.field, "twice", "the field is given twice");
    }
    seen.push_back(key);
    settled.push_back(mapped.field);
    if (pair.column.empty()) continue;
    TRY_ASSIGN(mapped.column, ColumnOf(pair, columns));
    mapping.columns.push_back(std::move(mapped));
  }
  Guess(mapping, settled, columns, sample);
  if (!mapping.Find(FeedbackField::kText)) {
    return InvalidField(
        "map.text", "required",
        "which column holds the text? add --map text=COLUMN; columns: " + Listed(columns));
  }
  for (size_t i = 0; i < columns.size(); ++i) {
    const auto is_here = [i](const MappedColumn& mapped) { return mapped.column == i; };
    if (std::none_of(mapping.columns.begin(), mapping.columns.end(), is_here)) {
      mapping.ignored.push_back(columns[i]);
    }
  }
  return mapping;
}

std::string DescribeMapping(const ColumnMapping& mapping, std::span<const std::string> columns) {
  std::string out;
  for (const MappedColumn& mapped : mapping.columns) {
    out += FeedbackFieldName(mapped.field);
    if (mapped.field == FeedbackField::kCustom) out += '.' + mapped.custom_key;
    out += " <- " + columns[mapped.column];
    out += mapped.by == MappedBy::kGuessed ? " (guessed)\n" : "\n";
  }
  if (!mapping.ignored.empty()) out += "left out: " + Listed(mapping.ignored) + '\n';
  return out;
}

bool IsKnownColumnName(std::string_view header) { return AliasRank(header).has_value(); }

}  // namespace huiyin::channels
