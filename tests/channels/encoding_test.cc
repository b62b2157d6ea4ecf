#include "channels/encoding.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/utf8.h"
#include "channels/table_testing.h"

namespace huiyin::channels {
namespace {

using testing::ReadBytes;

const char* const kSimplified[] = {
    "快递送到门口没有打电话，盒子已经压坏了，客服说不归他们管。",
    "申请退款三天了还没有到账，请尽快处理！",
    "编号,内容,渠道\n1,空调装好以后一直漏水,电话\n2,发票抬头开错了,邮件\n",
    "味道不错，下次还来",
};
const char* const kTraditional[] = {
    "門市人員態度很差，問了三次都沒有人理我，請主管回覆。",
    "訂單已經付款，但是網站顯示尚未完成，麻煩儘快確認。",
    "編號,內容,來源\n1,冷氣裝好以後一直漏水,電話\n2,發票開錯了,信箱\n",
    "餐點送錯了",
};

std::string Encoded(std::string_view text, Encoding encoding) {
  auto bytes = FromUtf8(text, encoding);
  EXPECT_TRUE(bytes.ok()) << text;
  return bytes.ok() ? *bytes : "";
}

TEST(DetectEncoding, WhenSimplifiedChinese_TellsGb18030FromBig5) {
  for (const char* text : kSimplified) {
    const auto guess = DetectEncoding(Encoded(text, Encoding::kGb18030), SampleEnd::kEndOfFile);
    EXPECT_EQ(guess.encoding, Encoding::kGb18030) << text;
    EXPECT_GT(guess.confidence, 0.2) << text;
  }
}

TEST(DetectEncoding, WhenTraditionalChinese_TellsBig5FromGb18030) {
  for (const char* text : kTraditional) {
    EXPECT_EQ(DetectEncoding(Encoded(text, Encoding::kBig5), SampleEnd::kEndOfFile).encoding,
              Encoding::kBig5)
        << text;
    EXPECT_EQ(DetectEncoding(Encoded(text, Encoding::kGb18030), SampleEnd::kEndOfFile).encoding,
              Encoding::kGb18030)
        << text;
  }
}

TEST(DetectEncoding, WhenUtf16WithoutMark_SeesByteOrder) {
  for (const char* text : {kSimplified[0], kTraditional[0], "id,text\n1,late again\n2,fine\n"}) {
    for (const Encoding encoding : {Encoding::kUtf16Le, Encoding::kUtf16Be}) {
      EXPECT_EQ(DetectEncoding(Encoded(text, encoding), SampleEnd::kEndOfFile).encoding, encoding)
          << text;
    }
  }
}

TEST(DetectEncoding, WhenByteOrderMark_IsCertain) {
  EXPECT_EQ(DetectEncoding("\xEF\xBB\xBF"
                           "abc",
                           SampleEnd::kCut)
                .bom_bytes,
            3u);
  EXPECT_EQ(DetectEncoding("\xFF\xFE"
                           "a\0",
                           SampleEnd::kCut)
                .encoding,
            Encoding::kUtf16Le);
  EXPECT_EQ(DetectEncoding("\xFE\xFF", SampleEnd::kCut).encoding, Encoding::kUtf16Be);
}

TEST(DetectEncoding, WhenUtf8IsCutInsideACharacter_IsStillUtf8) {
  const std::string text = kSimplified[0];
  for (size_t size = 3; size < text.size(); ++size) {
    EXPECT_EQ(DetectEncoding(text.substr(0, size), SampleEnd::kCut).encoding, Encoding::kUtf8);
  }
}

TEST(DetectEncoding, WhenUtf8HasSomeDamage_IsStillUtf8) {
  std::string text;
  for (int i = 0; i < 20; ++i) text += kSimplified[0];
  text[100] = '\xFF';
  text[400] = '\x80';
  EXPECT_EQ(DetectEncoding(text, SampleEnd::kEndOfFile).encoding, Encoding::kUtf8);
}

TEST(DetectEncoding, WhenAsciiHoldsANul_IsNotUtf16) {
  const std::string bytes = std::string("id,text\n1,abc") + '\0' + "def\n2,ghi\n";
  EXPECT_EQ(DetectEncoding(bytes, SampleEnd::kEndOfFile).encoding, Encoding::kUtf8);
  EXPECT_EQ(
      DetectEncoding(Encoded("id,text\n1,abc def\n", Encoding::kUtf16Be), SampleEnd::kEndOfFile)
          .encoding,
      Encoding::kUtf16Be);
}

TEST(DetectEncoding, WhenWesternText_IsWindows1252) {
  EXPECT_EQ(DetectEncoding("Le caf\xE9 \xE9tait froid, service tr\xE8s lent", SampleEnd::kEndOfFile)
                .encoding,
            Encoding::kWindows1252);
}

TEST(DetectEncoding, WhenTheFileStartsWithMuchAscii_LooksFurther) {
  std::string bytes;
  for (int i = 0; i < 20'000; ++i) bytes += "1234,plain ascii line\n";
  bytes += Encoded(kSimplified[0], Encoding::kGb18030);
  const auto source = OwnedBytes(bytes);
  auto guess = DetectEncoding(*source);
  ASSERT_TRUE(guess.ok());
  EXPECT_EQ(guess->encoding, Encoding::kGb18030);
}

TEST(ParseEncoding, KnowsTheUsualNames) {
  EXPECT_EQ(*ParseEncoding("GBK"), Encoding::kGb18030);
  EXPECT_EQ(*ParseEncoding("utf-8"), Encoding::kUtf8);
  EXPECT_EQ(*ParseEncoding("BIG5"), Encoding::kBig5);
  EXPECT_FALSE(ParseEncoding("klingon").ok());
}

std::string Pull(TextStream& stream, size_t piece_bytes) {
  std::string text, piece(piece_bytes, '\0');
  while (true) {
    auto n = stream.Read(piece.data(), piece.size());
    if (!n.ok() || *n == 0) return text;
    text.append(piece, 0, *n);
  }
}

TEST(TextStream, WhenReadInAnyPieces_GivesTheWholeText) {
  EXPECT_TRUE(rc::check("conversion is lossless", [] {
    std::string text = "表头，第一行\n";
    const auto points = *rc::gen::container<std::vector<uint32_t>>(rc::gen::oneOf(
        rc::gen::inRange<uint32_t>(0x20, 0x7F), rc::gen::inRange<uint32_t>(0x4E00, 0x9FA5),
        rc::gen::inRange<uint32_t>(0x1F300, 0x1F600)));
    for (const uint32_t c : points) AppendUtf8(text, c);
    const auto encoding = *rc::gen::element(Encoding::kUtf8, Encoding::kUtf16Le, Encoding::kUtf16Be,
                                            Encoding::kGb18030);
    const size_t piece = *rc::gen::inRange<size_t>(16, 300);
    auto stream = TextStream::Open(OwnedBytes(*FromUtf8(text, encoding)), encoding);
    RC_ASSERT(stream.ok());
    RC_ASSERT(Pull(**stream, piece) == text);
  }));
}

TEST(TextStream, WhenLongerThanItsBuffers_KeepsEveryCharacter) {
  std::string text;
  for (int i = 0; i < 40'000; ++i) text += "订单" + std::to_string(i) + "迟到😀\n";
  for (const Encoding encoding : {Encoding::kGb18030, Encoding::kUtf16Le}) {
    auto stream = TextStream::Open(OwnedBytes(Encoded(text, encoding)));
    ASSERT_TRUE(stream.ok());
    EXPECT_EQ((*stream)->guess().encoding, encoding);
    EXPECT_EQ(Pull(**stream, 1000), text);
    ASSERT_TRUE((*stream)->SeekText(text.find("订单20000")).ok());
    EXPECT_EQ(Pull(**stream, 5000), text.substr(text.find("订单20000")));
  }
}

TEST(TextStream, WhenBytesCannotBeDecoded_SaysWhere) {
  std::string bytes = Encoded("第一行正常\n第二行", Encoding::kGb18030);
  const size_t at = bytes.size();
  bytes += "\xFF\n" + Encoded("第三行正常\n", Encoding::kGb18030);
  auto stream = TextStream::Open(OwnedBytes(bytes), Encoding::kGb18030);
  ASSERT_TRUE(stream.ok());
  const std::string text = Pull(**stream, 4096);
  const size_t mark = text.find("\uFFFD");
  ASSERT_NE(mark, std::string::npos);
  EXPECT_TRUE(text.ends_with("第三行正常\n"));
  const auto bad = (*stream)->BadIn(0, text.size());
  ASSERT_TRUE(bad.has_value());
  EXPECT_EQ(bad->text_offset, mark);
  EXPECT_EQ(bad->source_offset, at);
}

TEST(TextStream, WhenTheFileEndsInsideACharacter_MarksIt) {
  std::string bytes = Encoded("结尾", Encoding::kGb18030);
  bytes.pop_back();
  auto stream = TextStream::Open(OwnedBytes(bytes), Encoding::kGb18030);
  ASSERT_TRUE(stream.ok());
  EXPECT_EQ(Pull(**stream, 64), "结\uFFFD");
}

TEST(OpenFileBytes, WhenNoRegularFile_Refuses) {
  const testing::TempDir dir;
  EXPECT_EQ(OpenFileBytes(dir.File("none")).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(OpenFileBytes(dir.path().string()).error().code, ErrorCode::kInvalidArgument);
}

TEST(DetectEncoding, ReadsTablesInEveryEncoding) {
  for (const Encoding encoding :
       {Encoding::kGb18030, Encoding::kUtf8, Encoding::kUtf16Le, Encoding::kUtf16Be}) {
    const auto table = ReadBytes(Encoded(kSimplified[2], encoding));
    EXPECT_EQ(table.info.encoding, encoding);
    ASSERT_EQ(table.rows.size(), 2u) << EncodingName(encoding);
    EXPECT_EQ(table.rows[1].cells[1], "发票抬头开错了");
  }
  const auto table = ReadBytes(Encoded(kTraditional[2], Encoding::kBig5));
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_EQ(table.rows[0].cells[1], "冷氣裝好以後一直漏水");
}

}  // namespace
}  // namespace huiyin::channels
