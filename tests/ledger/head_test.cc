#include "ledger/head.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "ledger/sample_log.h"

namespace huiyin::ledger {
namespace {

struct TempDir {
  std::string path;
  TempDir() {
    std::string name = (std::filesystem::temp_directory_path() / "huiyin-head-XXXXXX").string();
    path = mkdtemp(name.data());
  }
  ~TempDir() { std::filesystem::remove_all(path); }
};

TreeHead SampleHead() {
  return SignHead(TestKey(), "shop.example-1", 4'711, HashLeaf("root"), Instant{1'770'000'000});
}

TEST(SigningKey, KnownSeed_GivesTheSignatureOfRfc8032) {
  // RFC 8032 §7.1 test 1: empty message.
  const auto key = SigningKey::FromSeed(
      *HexDecode("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
  EXPECT_EQ(HexEncode(View(key->public_key().bytes())),
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  const Signature signature = key->Sign("");
  EXPECT_EQ(HexEncode({reinterpret_cast<const char*>(signature.data()), 32}),
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155");
}

TEST(SigningKey, SavedAndLoaded_IsTheSameAndTheFileIsPrivate) {
  const TempDir dir;
  const std::string path = dir.path + "/signing.key";
  SystemRandom random;
  const SigningKey key = SigningKey::Generate(random);
  EXPECT_EQ(SigningKey::Load(path).error().code, ErrorCode::kNotFound);
  ASSERT_TRUE(key.Save(path).ok());
  struct stat info {};
  ASSERT_EQ(stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  EXPECT_EQ(SigningKey::Load(path)->public_key(), key.public_key());
  EXPECT_EQ(key.Save(path).error().type, "key_file_exists");
  // Nothing but the key is left in the folder.
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(dir.path), {}), 1);
  chmod(path.c_str(), 0640);
  EXPECT_EQ(SigningKey::Load(path).error().type, "key_file_permissions");
}

TEST(SigningKey, BrokenFile_IsRefused) {
  const TempDir dir;
  const std::string path = dir.path + "/signing.key";
  for (const std::string text :
       {"", "x", "huiyin-signing-key-v1 ", "huiyin-signing-key-v1 AAAA\n"}) {
    std::ofstream(path, std::ios::trunc) << text;
    chmod(path.c_str(), 0600);
    EXPECT_EQ(SigningKey::Load(path).error().code, ErrorCode::kCorruption) << text;
  }
  EXPECT_FALSE(SigningKey::Load(dir.path).ok());
  EXPECT_FALSE(TestKey().Save(dir.path + "/none/signing.key").ok());
}

TEST(PublicKey, TextForm_IsStrict) {
  const PublicKey key = TestKey().public_key();
  EXPECT_EQ(*PublicKey::Parse(key.ToString()), key);
  EXPECT_EQ(key.Fingerprint().size(), 16u);
  EXPECT_FALSE(PublicKey::Parse(key.ToString() + "A").ok());
  EXPECT_FALSE(PublicKey::Parse("").ok());
  EXPECT_FALSE(PublicKey::Parse(key.ToString().substr(1)).ok());
}

TEST(TreeHead, AnyChangedField_BreaksTheSignature) {
  const PublicKey key = TestKey().public_key();
  const TreeHead head = SampleHead();
  EXPECT_TRUE(VerifyHead(head, key).ok());
  EXPECT_FALSE(VerifyHead(head, TestKey('x').public_key()).ok());
  EXPECT_TRUE(rc::check([&] {
    TreeHead changed = head;
    const auto bit = static_cast<uint8_t>(1u << *rc::gen::inRange<unsigned>(0, 8));
    switch (*rc::gen::inRange(0, 5)) {
      case 0:
        changed.tree_size ^= uint64_t{1} << *rc::gen::inRange(0, 64);
        break;
      case 1:
        changed.at.us ^= int64_t{1} << *rc::gen::inRange(0, 63);
        break;
      case 2:
        changed.root[*rc::gen::inRange<size_t>(0, 32)] ^= bit;
        break;
      case 3:
        changed.signature[*rc::gen::inRange<size_t>(0, 64)] ^= bit;
        break;
      default:
        changed.log_id[*rc::gen::inRange<size_t>(0, head.log_id.size())] ^= static_cast<char>(bit);
    }
    RC_ASSERT(VerifyHead(changed, key).error().type == "head_signature");
  }));
}

TEST(TreeHead, TextForm_IsReadBackAndNothingElseIsAccepted) {
  const TreeHead head = SampleHead();
  const std::string line = FormatHead(head);
  EXPECT_EQ(*ParseHead(line), head);
  EXPECT_EQ(line.find("huiyin-head-v1 shop.example-1 4711 1770000000 "), 0u);
  EXPECT_TRUE(rc::check([&] {
    std::string changed = line;
    const auto at = *rc::gen::inRange<size_t>(0, line.size());
    switch (*rc::gen::inRange(0, 3)) {
      case 0:
        changed[at] = static_cast<char>(*rc::gen::inRange(0, 256));
        break;
      case 1:
        changed.erase(at, 1);
        break;
      default:
        changed.insert(at, 1, static_cast<char>(*rc::gen::inRange(0, 256)));
    }
    const auto parsed = ParseHead(changed);
    if (!parsed.ok()) return;
    RC_ASSERT(FormatHead(*parsed) == changed);
    if (changed != line) RC_ASSERT(!VerifyHead(*parsed, TestKey().public_key()).ok());
  }));
}

TEST(TreeHead, MalformedText_IsRefusedByName) {
  const std::string root(43, 'A'), signature(86, 'A');
  const struct {
    std::string line, type;
  } cases[] = {
      {"", "head_format"},
      {"huiyin-head-v1 a 1 1 " + root, "head_format"},
      {"huiyin-head-v2 a 1 1 " + root + " " + signature, "head_format"},
      {"huiyin-head-v1  1 1 " + root + " " + signature, "head_log_id"},
      {"huiyin-head-v1 a/b 1 1 " + root + " " + signature, "head_log_id"},
      {"huiyin-head-v1 a 01 1 " + root + " " + signature, "head_size"},
      {"huiyin-head-v1 a -1 1 " + root + " " + signature, "head_size"},
      {"huiyin-head-v1 a 18446744073709551615 1 " + root + " " + signature, "head_size"},
      {"huiyin-head-v1 a 1 +1 " + root + " " + signature, "head_time"},
      {"huiyin-head-v1 a 1 1 " + root + "A " + signature, "head_root"},
      {"huiyin-head-v1 a 1 1 " + std::string(42, 'A') + "B " + signature, "head_root"},
      {"huiyin-head-v1 a 1 1 " + root + " " + signature + " ", "head_signature_text"},
      {"huiyin-head-v1 a 1 1 " + root + " " + signature + "\n", "head_signature_text"},
      {"huiyin-head-v1 a 1 1 " + root + " " + signature.substr(1), "head_signature_text"},
  };
  for (const auto& test : cases) {
    const auto head = ParseHead(test.line);
    ASSERT_FALSE(head.ok()) << test.line;
    EXPECT_EQ(head.error().type, test.type) << test.line;
  }
  EXPECT_TRUE(ParseHead("huiyin-head-v1 a 1 -1 " + root + " " + signature).ok());
}

}  // namespace
}  // namespace huiyin::ledger
