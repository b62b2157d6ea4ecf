#include "base/crypto.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "base/secret_file.h"

namespace huiyin {
namespace {

struct TempDir {
  std::string path;
  TempDir() {
    std::string name = (std::filesystem::temp_directory_path() / "huiyin-crypto-XXXXXX").string();
    path = mkdtemp(name.data());
  }
  ~TempDir() { std::filesystem::remove_all(path); }
};

SecretKey KeyOf(char fill) { return *SecretKey::FromBytes(std::string(32, fill)); }

// libsodium's smallest cost: the tests are about behaviour, not strength.
constexpr PasswordCost kCheap{1, 8192};

TEST(Seal, AnyText_OpensOnlyUnchangedWithItsKeyAndContext) {
  EXPECT_TRUE(rc::check([] {
    const auto plain = *rc::gen::arbitrary<std::string>();
    const auto context = *rc::gen::arbitrary<std::string>();
    const std::string sealed = Seal(KeyOf('a'), plain, context);
    RC_ASSERT(sealed.size() == plain.size() + kSealOverheadBytes);
    RC_ASSERT(*Open(KeyOf('a'), sealed, context) == plain);
    RC_ASSERT(*SealedKeyId(sealed) == KeyOf('a').id());
    RC_ASSERT(Open(KeyOf('b'), sealed, context).error().type == "sealed_other_key");
    RC_ASSERT(Open(KeyOf('a'), sealed, context + "x").error().type == "sealed_altered");
    std::string changed = sealed;
    changed[*rc::gen::inRange<size_t>(0, sealed.size())] ^=
        static_cast<char>(*rc::gen::inRange(1, 256));
    RC_ASSERT(!Open(KeyOf('a'), changed, context).ok());
    RC_ASSERT(!Open(KeyOf('a'),
                    std::string_view(sealed).substr(0, *rc::gen::inRange<size_t>(0, sealed.size())),
                    context)
                   .ok());
  }));
}

TEST(Seal, SameTextTwice_LooksDifferent) {
  EXPECT_NE(Seal(KeyOf('a'), "text", ""), Seal(KeyOf('a'), "text", ""));
}

TEST(SecretKey, TextForms_AreHexAndBase64Url) {
  const SecretKey key = SecretKey::Generate();
  EXPECT_EQ(*SecretKey::Parse(HexEncode(key.bytes())), key);
  EXPECT_EQ(*SecretKey::Parse(Base64UrlEncode(key.bytes())), key);
  EXPECT_FALSE(SecretKey::Parse("").ok());
  EXPECT_FALSE(SecretKey::Parse(std::string(64, 'x')).ok());
  EXPECT_FALSE(SecretKey::FromBytes("short").ok());
  EXPECT_FALSE(SecretKey::Generate() == key);
}

TEST(SecretKey, DerivedKeys_DependOnPurposeAndKey) {
  EXPECT_EQ(KeyOf('a').Derive("csrf"), KeyOf('a').Derive("csrf"));
  EXPECT_FALSE(KeyOf('a').Derive("csrf") == KeyOf('a').Derive("cookie"));
  EXPECT_FALSE(KeyOf('a').Derive("csrf") == KeyOf('b').Derive("csrf"));
}

TEST(KeyRing, AfterRotation_OpensOldAndNewAndTellsWhatToReseal) {
  KeyRing ring = KeyRing::Generate();
  const std::string old_sealed = ring.Seal("text", "row:1");
  const SecretKey person = SecretKey::Generate();
  const std::string old_wrapped = ring.WrapKey(person, "customer:17");
  ring.AddCurrent(SecretKey::Generate());
  EXPECT_EQ(*ring.Open(old_sealed, "row:1"), "text");
  EXPECT_EQ(*ring.UnwrapKey(old_wrapped, "customer:17"), person);
  EXPECT_TRUE(ring.NeedsReseal(old_sealed));
  const std::string new_wrapped = ring.WrapKey(person, "customer:17");
  EXPECT_FALSE(ring.NeedsReseal(new_wrapped));
  ring.RemoveOthers();
  EXPECT_EQ(ring.Open(old_sealed, "row:1").error().type, "unknown_key");
  EXPECT_EQ(*ring.UnwrapKey(new_wrapped, "customer:17"), person);
}

TEST(KeyRing, WrappedKeyOfAnotherPerson_DoesNotUnwrap) {
  const KeyRing ring = KeyRing::Generate();
  const std::string wrapped = ring.WrapKey(SecretKey::Generate(), "customer:17");
  EXPECT_EQ(ring.UnwrapKey(wrapped, "customer:18").error().type, "sealed_altered");
  EXPECT_FALSE(ring.Open(wrapped, "customer:17").ok());
  EXPECT_FALSE(ring.UnwrapKey(ring.Seal(std::string(32, 'k'), "customer:17"), "customer:17").ok());
}

TEST(KeyRing, SavedAndLoaded_IsTheSameAndTheFileIsPrivate) {
  const TempDir dir;
  const std::string path = dir.path + "/master.key";
  EXPECT_EQ(KeyRing::Load(path).error().code, ErrorCode::kNotFound);
  KeyRing ring = KeyRing::Generate();
  ASSERT_TRUE(ring.SaveNew(path).ok());
  EXPECT_EQ(KeyRing::Generate().SaveNew(path).error().type, "key_file_exists");
  EXPECT_EQ(KeyRing::Load(path)->current(), ring.current());
  ring.AddCurrent(SecretKey::Generate());
  ASSERT_TRUE(ring.Save(path).ok());
  struct stat info {};
  ASSERT_EQ(stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  const auto loaded = KeyRing::Load(path);
  ASSERT_TRUE(loaded.ok());
  EXPECT_EQ(loaded->size(), 2u);
  EXPECT_EQ(loaded->current(), ring.current());
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(dir.path), {}), 1);
  chmod(path.c_str(), 0604);
  EXPECT_EQ(KeyRing::Load(path).error().type, "key_file_permissions");
}

TEST(KeyRing, FromEnvironmentOrFile_PrefersTheVariable) {
  const TempDir dir;
  const std::string path = dir.path + "/master.key";
  const KeyRing in_file = KeyRing::Generate();
  ASSERT_TRUE(in_file.Save(path).ok());
  unsetenv("HUIYIN_MASTER_KEY");
  EXPECT_EQ(KeyRing::FromEnvironmentOrFile(path)->current(), in_file.current());
  setenv("HUIYIN_MASTER_KEY", std::string(64, 'a').c_str(), 1);
  EXPECT_EQ(KeyRing::FromEnvironmentOrFile(path)->current(), KeyOf('\xaa'));
  setenv("HUIYIN_MASTER_KEY", "nonsense", 1);
  EXPECT_FALSE(KeyRing::FromEnvironmentOrFile(path).ok());
  unsetenv("HUIYIN_MASTER_KEY");
}

TEST(KeyRing, MalformedText_IsRefused) {
  const std::string a(64, 'a'), b(64, 'b');
  EXPECT_EQ(KeyRing::Parse(a + "," + b)->size(), 2u);
  EXPECT_EQ(KeyRing::Parse(" " + a + "\n" + b + "\n")->current(), KeyOf('\xaa'));
  EXPECT_FALSE(KeyRing::Parse("").ok());
  EXPECT_FALSE(KeyRing::Parse(" ,\n").ok());
  EXPECT_FALSE(KeyRing::Parse(a + "," + a).ok());
  EXPECT_FALSE(KeyRing::Parse(a + ",x").ok());
  const TempDir dir;
  const std::string path = dir.path + "/master.key";
  ASSERT_TRUE(WriteSecretFile(path, a, IfExists::kRefuse).ok());
  EXPECT_EQ(KeyRing::Load(path).error().code, ErrorCode::kCorruption);
  ASSERT_TRUE(WriteSecretFile(path, std::string(70'000, 'a'), IfExists::kReplace).ok());
  EXPECT_EQ(KeyRing::Load(path).error().code, ErrorCode::kCorruption);
}

TEST(Commitment, DependsOnKeyAndText) {
  EXPECT_EQ(Commitment(KeyOf('a'), "张三"), Commitment(KeyOf('a'), "张三"));
  EXPECT_NE(Commitment(KeyOf('a'), "张三"), Commitment(KeyOf('b'), "张三"));
  EXPECT_NE(Commitment(KeyOf('a'), "张三"), Commitment(KeyOf('a'), "张四"));
}

TEST(BlindIndex, SeparatesKindsAndValues) {
  const SecretKey key = KeyOf('a');
  EXPECT_EQ(BlindIndex(key, "mobile", "13800138000"), BlindIndex(key, "mobile", "13800138000"));
  EXPECT_NE(BlindIndex(key, "mobile", "13800138000"), BlindIndex(key, "email", "13800138000"));
  EXPECT_NE(BlindIndex(key, "a", "bc"), BlindIndex(key, "ab", "c"));
  EXPECT_NE(BlindIndex(key, "", "x"), Commitment(key, "x"));
}

TEST(Password, Hashed_VerifiesOnlyItself) {
  const auto stored = PasswordHash("正确的口令", kCheap);
  ASSERT_TRUE(stored.ok());
  EXPECT_EQ(stored->find("$argon2id$v=19$m=8,t=1,p=1$"), 0u) << *stored;
  EXPECT_TRUE(PasswordVerify(*stored, "正确的口令"));
  EXPECT_FALSE(PasswordVerify(*stored, "正确的口令 "));
  EXPECT_FALSE(PasswordVerify(*stored, ""));
  EXPECT_NE(*stored, *PasswordHash("正确的口令", kCheap));
  EXPECT_FALSE(PasswordNeedsRehash(*stored, kCheap));
  EXPECT_TRUE(PasswordNeedsRehash(*stored, {2, 8192}));
  EXPECT_TRUE(PasswordNeedsRehash(*stored));
}

TEST(Password, HostileInput_IsRefused) {
  EXPECT_EQ(PasswordHash("", kCheap).error().type, "password_empty");
  EXPECT_EQ(PasswordHash(std::string(kMaxPasswordBytes + 1, 'x'), kCheap).error().code,
            ErrorCode::kTooLarge);
  EXPECT_FALSE(PasswordHash("x", {0, 0}).ok());
  for (const std::string& stored : {std::string(), std::string("x"), std::string("$argon2id$"),
                                    std::string(500, '$'), std::string("$argon2id\0", 10)}) {
    EXPECT_FALSE(PasswordVerify(stored, "x"));
    EXPECT_TRUE(PasswordNeedsRehash(stored, kCheap));
  }
  EXPECT_FALSE(PasswordDummyVerify("x", kCheap));
  EXPECT_FALSE(PasswordDummyVerify("", kCheap));
}

TEST(Token, Made_IsFoundByItsHash) {
  SeededRandom random(1);
  const NewToken one = MakeToken(random, "hyt_"), two = MakeToken(random, "hyt_");
  EXPECT_EQ(one.token.size(), 4u + 43u);
  EXPECT_EQ(one.hash, TokenHash(one.token));
  EXPECT_NE(one.hash, two.hash);
}

}  // namespace
}  // namespace huiyin
