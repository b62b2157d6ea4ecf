// A person's data by the commands: given out, erased, gone from what is exported, and erased again
// in an instance restored from an older backup.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "feedback_load.h"
#include "support/temp_dir.h"

namespace huiyin::test {
namespace {

namespace fs = std::filesystem;

class Subject : public testing::Test {
 protected:
  static std::string Run(const std::vector<std::string>& arguments, int expected = 0) {
    int code = -1;
    std::string said = Huiyin(arguments, "", &code);
    EXPECT_EQ(code, expected) << arguments[0] << " " << arguments[1] << ": " << said;
    return said;
  }
  // All bytes of all files under a folder.
  static std::string Bytes(const std::string& folder) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (entry.is_regular_file()) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::string out;
    for (const fs::path& path : files) {
      std::ifstream file(path, std::ios::binary);
      out += fs::relative(path, folder).string() + "\n";
      out.append(std::istreambuf_iterator<char>(file), {});
    }
    return out;
  }
  std::string At(const std::string& name) { return folder_.File(name); }
  // Customers of the demo whom nothing stands against.
  std::vector<std::string> Free(size_t many) {
    std::vector<std::string> out;
    for (int id = 1; id < 400 && out.size() < many; ++id) {
      const std::string asked = std::to_string(id);
      int code = -1;
      const std::string told = Huiyin(
          {"subject", "erase", "--data", At("data"), "--customer", asked, "--dry-run"}, "", &code);
      const bool free = code == 0 && told.find("not closed") == std::string::npos &&
                        told.find("would erase 1 tickets") != std::string::npos;
      if (free) out.push_back(asked);
    }
    return out;
  }
  // The first of them, and his mobile number.
  void Choose() {
    const auto free = Free(1);
    ASSERT_FALSE(free.empty());
    customer_ = free[0];
    const auto given = json::parse(Run({"subject", "export", "--data", At("data"), "--customer",
                                        customer_, "--reason", "access_request"}));
    mobile_ = given.at("customer").at("mobile").as_string().c_str();
  }
  // Whether the instance still holds him.
  bool Holds(const std::string& data) {
    int code = -1;
    Huiyin({"subject", "export", "--data", data, "--customer", customer_, "--reason",
            "access_request"},
           "", &code);
    return code == 0;
  }

  TempDir folder_;
  std::string customer_, mobile_;
};

TEST_F(Subject, Erased_IsGoneFromExportsAndFromOlderBackupsRestored) {
  Run({"demo", "--data", At("data"), "--tickets", "20", "--only-make"});
  ASSERT_NO_FATAL_FAILURE(Choose());
  Run({"backup", At("old.hyb"), "--data", At("data")});
  Run({"subject", "erase", "--data", At("data"), "--customer", customer_, "--reason",
       "customer_request"});
  EXPECT_FALSE(Holds(At("data")));
  if (!mobile_.empty()) {
    Run({"subject", "erase", "--data", At("data"), "--contact", mobile_, "--dry-run"}, 1);
  }
  Run({"verify", "--data", At("data"), "--rollups"});
  Run({"subject", "erasures", "--data", At("data"), "--out", At("erasures.jsonl")});

  // What is exported has nothing of him, and comes back the same.
  Run({"export", At("one"), "--data", At("data")});
  Run({"import", At("one"), "--data", At("again"), "--keys", At("data")});
  Run({"export", At("two"), "--data", At("again")});
  EXPECT_EQ(Bytes(At("one")), Bytes(At("two")));
  EXPECT_FALSE(Holds(At("again")));
  Run({"verify", "--data", At("again"), "--rollups"});

  // The backup still holds him; restored with the list, the instance does not.
  const std::string key = At("data") + "/master.key";
  Run({"restore", At("old.hyb"), "--data", At("careless"), "--key-file", key});
  EXPECT_TRUE(Holds(At("careless")));
  const std::string told = Run({"restore", At("old.hyb"), "--data", At("careful"), "--key-file",
                                key, "--erasures", At("erasures.jsonl")});
  EXPECT_NE(told.find("erased again: 1"), std::string::npos) << told;
  EXPECT_FALSE(Holds(At("careful")));
  Run({"verify", "--data", At("careful"), "--rollups"});
}

// Over the whole time an erasure takes; the first, left alone, says how long that is.
TEST_F(Subject, AnErasureKilled_IsWholeOrNotBegun) {
  Run({"demo", "--data", At("data"), "--tickets", "120", "--only-make"});
  const auto free = Free(11);
  ASSERT_EQ(free.size(), 11u);
  const auto erase = [&](const std::string& customer) -> std::vector<std::string> {
    return {"subject",    "erase",  "--data",   At("data"),
            "--customer", customer, "--reason", "customer_request"};
  };
  const auto given = [&](int* code) {
    const std::string all = Huiyin({"subject", "export", "--data", At("data"), "--customer",
                                    customer_, "--reason", "access_request"},
                                   "", code);
    if (*code != 0) return std::string();
    const auto person = json::parse(all).as_object();
    return json::serialize(person.at("customer")) + json::serialize(person.at("tickets"));
  };
  const auto begin = std::chrono::steady_clock::now();
  Run(erase(free[0]));
  const auto whole = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - begin);
  int killed = 0;
  for (size_t i = 1; i < free.size(); ++i) {
    customer_ = free[i];
    int code = -1;
    const std::string before = given(&code);
    ASSERT_EQ(code, 0) << customer_;
    killed += HuiyinKilled(erase(customer_), whole * i / (free.size() - 1)) ? 1 : 0;
    const std::string after = given(&code);
    if (code == 0) {
      EXPECT_EQ(after, before) << customer_;
    }
    Run({"verify", "--data", At("data"), "--rollups"});
    Run(erase(customer_));  // goes on, or again
    EXPECT_FALSE(Holds(At("data"))) << customer_;
  }
  EXPECT_GT(killed, 0);
  Run({"verify", "--data", At("data"), "--rollups"});
}

TEST_F(Subject, AskedWrongly_IsRefused) {
  Run({"demo", "--data", At("data"), "--tickets", "5", "--only-make"});
  Run({"subject", "erase", "--data", At("data"), "--customer", "1"}, 2);
  Run({"subject", "erase", "--data", At("data"), "--customer", "1", "--reason", "boredom"}, 2);
  Run({"subject", "export", "--data", At("data"), "--reason", "access_request"}, 2);
  Run({"subject", "erase", "--data", At("data"), "--customer", "999999", "--reason",
       "customer_request"},
      1);
  Run({"subject", "export", "--data", At("data"), "--contact", "nobody@example.com", "--reason",
       "access_request"},
      1);
}

}  // namespace
}  // namespace huiyin::test
