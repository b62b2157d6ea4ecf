// Files of the web app as they leave the server: packed for who takes it, not sent again.
#include <gtest/gtest.h>

#include <map>

#include "api/handlers.h"
#include "api/service.h"
#include "app/config.h"

namespace huiyin::test {
namespace {

class WebFiles : public testing::Test {
 protected:
  WebFiles() {
    Add("/assets/app-12345678.js", "plain text of the script", "");
    Add("/assets/app-12345678.js.gz", "packed", "gzip");
    Add("/assets/app-12345678.js.br", "smaller", "br");
    Add("/assets/old-12345678.js", "plain", "");
    Add("/assets/old-12345678.js.gz", "packed", "gzip");
    Add("/mark.svg", "<svg/>", "");
  }

  std::optional<http::Response> Get(const std::string& path, const std::string& accepted,
                                    const std::string& known = "") {
    http::Request request;
    request.path = path;
    if (!accepted.empty()) request.headers.push_back({"Accept-Encoding", accepted});
    if (!known.empty()) request.headers.push_back({"If-None-Match", known});
    return api::WebPage(request, config_, [this](std::string_view wanted) {
      const auto found = files_.find(wanted);
      return found == files_.end() ? nullptr : &found->second;
    });
  }

 private:
  void Add(const std::string& path, std::string_view bytes, const std::string& coding) {
    http::Response file;
    file.static_body = bytes;
    file.Set("ETag", "W/\"1\"");
    file.Set("Vary", "Accept-Encoding");
    if (!coding.empty()) file.Set("Content-Encoding", coding);
    files_.emplace(path, std::move(file));
  }

  app::Config config_;
  std::map<std::string, http::Response, std::less<>> files_;
};

TEST_F(WebFiles, Script_WhenGzipIsTaken_IsSentPacked) {
  const auto answer = Get("/assets/app-12345678.js", "gzip, deflate");
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->Body(), "packed");
  EXPECT_EQ(answer->Get("Content-Encoding"), "gzip");
  EXPECT_EQ(answer->Get("Vary"), "Accept-Encoding");
}

TEST_F(WebFiles, Script_WhenBrotliIsTaken_IsSentInTheSmallestFormThereIs) {
  const auto answer = Get("/assets/app-12345678.js", "gzip, deflate, br, zstd");
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->Body(), "smaller");
  EXPECT_EQ(answer->Get("Content-Encoding"), "br");
  EXPECT_EQ(Get("/assets/old-12345678.js", "gzip, br")->Body(), "packed");
}

TEST_F(WebFiles, Script_WhenGzipIsRefusedOrNotNamed_IsSentPlain) {
  for (const char* accepted : {"", "zstd", "gzip;q=0, br;q=0", "identity"}) {
    const auto answer = Get("/assets/app-12345678.js", accepted);
    ASSERT_TRUE(answer.has_value()) << accepted;
    EXPECT_EQ(answer->Body(), "plain text of the script") << accepted;
    EXPECT_EQ(answer->Get("Content-Encoding"), "") << accepted;
  }
}

TEST_F(WebFiles, File_WhenThereIsNoPackedForm_IsSentPlain) {
  const auto answer = Get("/mark.svg", "gzip");
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->Body(), "<svg/>");
}

TEST_F(WebFiles, PackedForm_WhenAskedForByName_IsNotThere) {
  EXPECT_FALSE(Get("/assets/app-12345678.js.gz", "gzip").has_value());
  EXPECT_FALSE(Get("/assets/app-12345678.js.gz", "").has_value());
  EXPECT_FALSE(Get("/assets/app-12345678.js.br", "br").has_value());
}

TEST_F(WebFiles, File_WhenTheClientHasIt_IsNotSentAgain) {
  for (const char* known : {"W/\"1\"", "\"1\"", "\"0\", W/\"1\"", "*"}) {
    const auto answer = Get("/mark.svg", "", known);
    ASSERT_TRUE(answer.has_value()) << known;
    EXPECT_EQ(answer->status, 304) << known;
    EXPECT_EQ(answer->Body(), "") << known;
  }
  EXPECT_EQ(Get("/mark.svg", "", "\"2\"")->status, 200);
}

}  // namespace
}  // namespace huiyin::test
