#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>

#include "base/utf8.h"
#include "store/connection.h"
#include "store/queries.h"
#include "store/world.h"

namespace huiyin::store {
namespace {

class SessionOn : public BothEngines {
 protected:
  void SetUp() override {
    BothEngines::SetUp();
    const bool sqlite = GetParam() == Engine::kSqlite;
    const std::string ddl = std::string("CREATE TABLE sample (id ") +
                            (sqlite ? "INTEGER" : "BIGINT") + " PRIMARY KEY, i " +
                            (sqlite ? "INTEGER" : "BIGINT") + ", r " +
                            (sqlite ? "REAL" : "DOUBLE PRECISION") + ", t TEXT UNIQUE, b " +
                            (sqlite ? "BLOB" : "BYTEA") + ", must TEXT NOT NULL DEFAULT 'x')" +
                            (sqlite ? " STRICT" : "");
    ASSERT_TRUE(Write(ddl, {}).ok());
  }
  Result<int64_t> Write(const std::string& sql, std::vector<Param> params) {
    int64_t changed = 0;
    auto run = writer().Run([&](Tx& tx) -> Status {
      TRY_ASSIGN(changed, tx.db().ExecSql(sql, params));
      return Ok();
    });
    if (!run.ok()) return std::move(run).error();
    return changed;
  }
  std::string ErrorOf(const std::string& sql, std::vector<Param> params) {
    auto result = Write(sql, std::move(params));
    return result.ok() ? "ok" : result.error().type;
  }
  // Reads one row; `read` sees it.
  void See(const std::string& sql, std::vector<Param> params,
           const std::function<void(const Row&)>& read) {
    int rows = 0;
    const auto status = db().Read([&](Session& session) {
      return session.EachSql(sql, params, [&](const Row& row) {
        ++rows;
        read(row);
        return Ok();
      });
    });
    EXPECT_TRUE(status.ok()) << status.error().ToString();
    EXPECT_EQ(rows, 1) << sql;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, SessionOn, testing::Values(Engine::kSqlite, Engine::kPostgres),
                         [](const auto& engine) { return EngineName(engine.param); });

constexpr char kInsert[] = "INSERT INTO sample (id, i, r, t, b) VALUES (?1, ?2, ?3, ?4, ?5)";

TEST_P(SessionOn, Values_AtTheirLimits_ComeBackExactly) {
  const std::string bytes("\0\1\xFF\0mid\0", 8);
  const struct {
    int64_t i;
    double r;
    std::string t, b;
  } cases[] = {
      {(int64_t{1} << 53) + 1, 0.1, "投诉：退款 😀", bytes},
      {std::numeric_limits<int64_t>::max(), std::numeric_limits<double>::denorm_min(), "", ""},
      {std::numeric_limits<int64_t>::min(), -1e-300, "'; DROP TABLE sample; --", "?1 $1"},
      {-1, std::numeric_limits<double>::max(), std::string(70'000, 'x'),
       std::string(300'000, '\0')},
  };
  int id = 0;
  for (const auto& c : cases) {
    ASSERT_TRUE(Write(kInsert, {++id, c.i, c.r, c.t, Blob{c.b}}).ok());
    See("SELECT i, r, t, b FROM sample WHERE id = ?1", {id}, [&](const Row& row) {
      EXPECT_EQ(row.Int(0), c.i);
      EXPECT_EQ(row.Real(1), c.r);
      EXPECT_EQ(row.Text(2), c.t);
      EXPECT_EQ(row.BlobBytes(3), c.b);
      EXPECT_FALSE(row.IsNull(2));
      EXPECT_FALSE(row.IsNull(3));
    });
  }
}

TEST_P(SessionOn, Null_IsNotEmpty) {
  ASSERT_TRUE(Write(kInsert, {1, std::optional<int64_t>(), std::nullopt,
                              std::optional<std::string>(), std::nullopt})
                  .ok());
  ASSERT_TRUE(Write(kInsert, {2, std::optional<int64_t>(0), 0.0, "", Blob{{}}}).ok());
  See("SELECT i, r, t, b FROM sample WHERE id = 1", {}, [](const Row& row) {
    for (int column = 0; column < 4; ++column) EXPECT_TRUE(row.IsNull(column)) << column;
    EXPECT_EQ(row.OptInt(0), std::nullopt);
    EXPECT_EQ(row.OptStr(2), std::nullopt);
  });
  See("SELECT count(*) FROM sample WHERE t IS NULL AND b IS NULL", {},
      [](const Row& row) { EXPECT_EQ(row.Int(0), 1); });
  See("SELECT t, b FROM sample WHERE id = 2", {}, [](const Row& row) {
    EXPECT_EQ(row.OptStr(0), "");
    EXPECT_EQ(row.BlobBytes(1), "");
  });
}

TEST_P(SessionOn, Values_OfAnyKind_RoundTrip_Property) {
  int64_t id = 100;
  EXPECT_TRUE(rc::check("round trip", [&](int64_t i, double r, std::string t, std::string b) {
    t = SanitizeUtf8(t);
    std::erase(t, '\0');
    t += "#" + std::to_string(++id);
    RC_ASSERT(Write(kInsert, {id, i, r, t, Blob{b}}).ok());
    See("SELECT i, r, t, b FROM sample WHERE id = ?1", {id}, [&](const Row& row) {
      RC_ASSERT(row.Int(0) == i);
      RC_ASSERT(row.Real(1) == r);
      RC_ASSERT(row.Text(2) == t);
      RC_ASSERT(row.BlobBytes(3) == b);
    });
  }));
}

TEST_P(SessionOn, Errors_AreTheSameOnBothEngines) {
  ASSERT_TRUE(Write(kInsert, {1, 1, 1.0, "one", Blob{"b"}}).ok());
  EXPECT_EQ(ErrorOf(kInsert, {1, 1, 1.0, "two", Blob{"b"}}), "unique_violation");
  EXPECT_EQ(ErrorOf(kInsert, {2, 1, 1.0, "one", Blob{"b"}}), "unique_violation");
  EXPECT_EQ(ErrorOf("UPDATE sample SET must = ?1", {std::nullopt}), "not_null_violation");
  EXPECT_EQ(ErrorOf(kInsert, {2, 1, 1.0, "two"}), "parameter_count");
  EXPECT_EQ(ErrorOf(kInsert, {2, "x", 1.0, "two", Blob{"b"}}), "wrong_type");
  EXPECT_EQ(ErrorOf(kInsert, {2, 1, 1.0, "two", 5}), "wrong_type");
  EXPECT_EQ(ErrorOf(kInsert, {2, 1, 1.0, std::string("a\0b", 3), Blob{"b"}}), "bad_text");
  EXPECT_EQ(ErrorOf(kInsert, {2, 1, 1.0, "\xC3\x28", Blob{"b"}}), "bad_text");
  EXPECT_EQ(ErrorOf(kInsert, {2, 1, std::nan(""), "two", Blob{"b"}}), "not_a_number");
  EXPECT_EQ(ErrorOf("INSERT INTO sessions (token_hash, user_id, csrf, created_at, last_seen_at, "
                    "expires_at) VALUES (?1, 999, '', 0, 0, 0)",
                    {Blob{"x"}}),
            "foreign_key_violation");
  EXPECT_EQ(Write("SELEC 1", {}).error().code, ErrorCode::kInternal);
  EXPECT_EQ(Write("DELETE FROM sample; DELETE FROM sample", {}).error().code, ErrorCode::kInternal);
  See("SELECT count(*) FROM sample", {}, [](const Row& row) { EXPECT_EQ(row.Int(0), 1); });
}

TEST_P(SessionOn, Exec_CountsTheRowsItChanged) {
  for (int i = 1; i <= 3; ++i) {
    EXPECT_EQ(*Write(kInsert, {i, i, 0.5, "t" + std::to_string(i), Blob{"b"}}), 1);
  }
  EXPECT_EQ(*Write("UPDATE sample SET i = 9 WHERE id > ?1", {1}), 2);
  EXPECT_EQ(*Write("DELETE FROM sample WHERE id = ?1", {77}), 0);
}

TEST_P(SessionOn, Aggregates_AreReadAsTheirSqlTypeSays) {
  for (int i = 1; i <= 3; ++i) {
    ASSERT_TRUE(
        Write(kInsert, {i, 4'000'000'000'000'000'000, 0.5, "t" + std::to_string(i), Blob{"b"}})
            .ok());
  }
  See("SELECT sum(i), count(*), avg(r), sum(r), max(t), i > 5 FROM sample WHERE id < 3 GROUP BY i",
      {}, [](const Row& row) {
        EXPECT_EQ(row.Int(0), 8'000'000'000'000'000'000);
        EXPECT_EQ(row.Int(1), 2);
        EXPECT_EQ(row.Real(2), 0.5);
        EXPECT_EQ(row.Real(3), 1.0);
        EXPECT_EQ(row.Text(4), "t2");
        EXPECT_TRUE(row.Bool(5));
      });
  See("SELECT avg(id) FROM sample", {}, [](const Row& row) { EXPECT_EQ(row.Real(0), 2.0); });
  See("SELECT avg(id) FROM sample WHERE id < 3", {},
      [](const Row& row) { EXPECT_EQ(row.Real(0), 1.5); });
}

TEST_P(SessionOn, Each_InsideItself_ReadsBoth) {
  int pairs = 0;
  const auto status = db().Read([&](Session& session) {
    return session.Each(q::migrations_applied, {}, [&](const Row& outer) -> Status {
      return session.Each(q::migrations_applied, {}, [&](const Row& inner) {
        pairs += outer.Int(0) <= inner.Int(0) ? 1 : 0;
        return Ok();
      });
    });
  });
  EXPECT_TRUE(status.ok()) << status.error().ToString();
  EXPECT_GT(pairs, 0);
}

TEST_P(SessionOn, Each_WhenTheVisitorFails_StopsWithItsError) {
  for (int i = 1; i <= 3; ++i) {
    ASSERT_TRUE(Write(kInsert, {i, i, 0.5, "t" + std::to_string(i), Blob{"b"}}).ok());
  }
  int seen = 0;
  const auto status = db().Read([&](Session& session) {
    return session.EachSql("SELECT id FROM sample", {}, [&](const Row&) -> Status {
      return ++seen == 2 ? Status(NotFound("enough", "enough")) : Ok();
    });
  });
  EXPECT_EQ(status.error().type, "enough");
  EXPECT_EQ(seen, 2);
}

TEST_P(SessionOn, Read_SeesOneSnapshotAndMayNotWrite) {
  ASSERT_TRUE(Write(kInsert, {1, 1, 0.5, "t", Blob{"b"}}).ok());
  const auto count = [](Session& session) {
    int64_t out = -1;
    EXPECT_TRUE(session
                    .EachSql("SELECT count(*) FROM sample", {},
                             [&](const Row& row) {
                               out = row.Int(0);
                               return Ok();
                             })
                    .ok());
    return out;
  };
  const auto status = db().Read([&](Session& session) -> Status {
    EXPECT_EQ(count(session), 1);
    EXPECT_TRUE(Write(kInsert, {2, 1, 0.5, "u", Blob{"b"}}).ok());
    EXPECT_EQ(count(session), 1);
    TRY(session.ExecSql("DELETE FROM sample", {}));
    return Ok();
  });
  EXPECT_EQ(status.error().type, "read_only");
  See("SELECT count(*) FROM sample", {}, [](const Row& row) { EXPECT_EQ(row.Int(0), 2); });
}

TEST_P(SessionOn, RunTimeSql_InManyTexts_StaysBoundedAndRight) {
  for (int i = 0; i < 400; ++i) {
    See("SELECT '?1' || ?1 || " + std::to_string(i) + " AS x", {"a"},
        [&](const Row& row) { EXPECT_EQ(row.Text(0), "?1a" + std::to_string(i)); });
  }
}

TEST(DatabaseUrl, Parse_TellsTheEngine) {
  EXPECT_EQ(ParseDatabaseUrl("sqlite:///var/lib/huiyin.db")->path, "/var/lib/huiyin.db");
  EXPECT_EQ(ParseDatabaseUrl("postgresql://u@h/d")->engine, Engine::kPostgres);
  for (const char* bad : {"", "mysql://x", "sqlite://", "huiyin.db"}) {
    EXPECT_EQ(ParseDatabaseUrl(bad).error().type, "database_url") << bad;
  }
}

}  // namespace
}  // namespace huiyin::store
