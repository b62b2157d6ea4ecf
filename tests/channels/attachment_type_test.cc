#include "channels/attachment_type.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/utf8.h"
#include "channels/encoding.h"
#include "channels/table_testing.h"

namespace huiyin::channels {
namespace {

using namespace std::string_literals;
using testing::MakeZip;

const std::string kPng = "\x89PNG\r\n\x1A\n\0\0\0\rIHDR"s + std::string(40, '\x11');
const std::string kJpeg = "\xFF\xD8\xFF\xE0\0\x10JFIF\0"s + std::string(40, '\x11');
const std::string kGif = "GIF89a\x01\0\x01\0"s + std::string(20, '\0') + ";";

std::string Mp3() {
  const std::string frame = "\xFF\xFB\x90\x00"s + std::string(413, '\0');
  return frame + frame;
}

std::string Checked(std::string_view name, std::string_view content) {
  auto type = CheckAttachment(name, content);
  return type.ok() ? std::string(AttachmentTypeName(*type)) : type.error().type;
}

TEST(CheckAttachment, KnowsTheAllowedKinds) {
  EXPECT_EQ(Checked("a.png", kPng), "png");
  EXPECT_EQ(Checked("a.JPG", kJpeg), "jpeg");
  EXPECT_EQ(Checked("a.gif", kGif), "gif");
  EXPECT_EQ(Checked("a.webp", "RIFF\x24\0\0\0WEBPVP8 "s + std::string(20, 'x')), "webp");
  EXPECT_EQ(Checked("a.pdf", "%PDF-1.7\n%\xE2\xE3\n"), "pdf");
  EXPECT_EQ(Checked("说明.txt", "客服说三天内退款，\n已经过了一周。"), "txt");
  EXPECT_EQ(Checked("gb.txt", *FromUtf8("客服说三天内退款，已经过了一周。", Encoding::kGb18030)),
            "txt");
  EXPECT_EQ(Checked("a.csv", "id,text\n1,a\n"), "csv");
  EXPECT_EQ(Checked("a.wav", "RIFF\x24\0\0\0WAVEfmt "s + std::string(20, 'x')), "wav");
  EXPECT_EQ(Checked("a.amr", "#!AMR\n\x3C\x55"), "amr");
  EXPECT_EQ(Checked("a.mp4",
                    "\0\0\0\x20"
                    "ftypisom\0\0\0\0isom"s),
            "mp4");
  EXPECT_EQ(Checked("a.mp3", Mp3()), "mp3");
  EXPECT_EQ(Checked("a.mp3", "ID3\x03\0\0\0\0\0\0"s + Mp3()), "mp3");
  EXPECT_EQ(Checked("a.docx",
                    MakeZip({{"[Content_Types].xml", "<Types/>"}, {"word/document.xml", "<w/>"}})),
            "docx");
  EXPECT_EQ(Checked("a.xlsx",
                    MakeZip({{"[Content_Types].xml", "<Types/>"}, {"xl/workbook.xml", "<w/>"}})),
            "xlsx");
  EXPECT_EQ(Checked("no extension", kPng), "png");
  EXPECT_TRUE(IsInlineSafe(AttachmentType::kPng));
  EXPECT_FALSE(IsInlineSafe(AttachmentType::kPdf));
}

TEST(CheckAttachment, RefusesWhatABrowserOrASystemRuns) {
  for (const std::string& content :
       {"<!DOCTYPE html><p>hi"s, "  \n<HtMl>"s, "<svg onload=alert(1)>"s, "<?xml version='1.0'?>"s,
        "hello <ScRiPt>alert(1)</script>"s, "\xEF\xBB\xBF<script>"s, "#!/bin/sh\nrm -rf /"s,
        "MZ\x90\0\3\0\0\0"s,
        "\x7F"
        "ELF\2\1\1\0"s,
        "<?php system($_GET[0]);"s, "\xCA\xFE\xBA\xBE\0\0\0\x34"s, "text with a NUL \0 inside"s,
        "GIF8 not really \x01\x02\x03\x04\x05"s}) {
    for (const char* name : {"a.txt", "a.png", "a"}) {
      EXPECT_EQ(Checked(name, content), "type_not_allowed") << content;
    }
  }
  EXPECT_EQ(Checked("a.txt", *FromUtf8("<html><script>alert(1)</script>", Encoding::kUtf16Le)),
            "type_not_allowed");
  EXPECT_EQ(Checked("a.zip", MakeZip({{"a.exe", "MZ"}})), "type_not_allowed");
  EXPECT_EQ(Checked("a.txt", ""), "empty_file");
}

TEST(CheckAttachment, RefusesFilesThatAreTwoThings) {
  const std::string archive = MakeZip({{"a.class", "x"}});
  EXPECT_EQ(Checked("a.gif", "GIF89a/*"s + std::string(10, '\0') + "*/=1;alert(1)"),
            "dangerous_content");
  EXPECT_EQ(Checked("a.jpg", "\xFF\xD8\xFF\xE0/*JFIF"s + std::string(50, '\0') + "*/alert(1)"),
            "dangerous_content");
  EXPECT_EQ(Checked("a.png", kPng + "<script>alert(1)</script>"), "dangerous_content");
  EXPECT_EQ(Checked("a.png", kPng + archive), "dangerous_content");
  EXPECT_EQ(Checked("a.pdf", "%PDF-1.4\n<html><body>"), "dangerous_content");
  EXPECT_EQ(Checked("a.wav", "RIFF/*\0\0WAVEfmt */alert(1)"s), "dangerous_content");
  EXPECT_EQ(Checked("a.docx", MakeZip({{"[Content_Types].xml", "<Types/>"},
                                       {"word/document.xml", "<w/>"},
                                       {"word/vbaProject.bin", "x"}})),
            "dangerous_content");
}

TEST(CheckAttachment, RefusesNamesThatContradictTheContent) {
  for (const char* name : {"a.html", "a.png.html", "a.svg", "a.pht", "a.exe", "a.js", "a.jpg",
                           "a.png.", "shell.php", "a.txt"}) {
    const std::string got = Checked(name, kPng);
    EXPECT_EQ(got, std::string_view(name) == "a.png." ? "png" : "extension_mismatch") << name;
  }
  // A name that only looks like .png because of a right-to-left mark.
  EXPECT_EQ(Checked("photo\u202Egnp.exe", kPng), "extension_mismatch");
  EXPECT_EQ(Checked("a.png/../b.html", kPng), "extension_mismatch");
}

TEST(CheckAttachment, AnyBytes_EndInATypeOrAnError) {
  EXPECT_TRUE(rc::check("any bytes behind any beginning", [](const std::string& tail) {
    const std::string head =
        *rc::gen::element<std::string>("", "PK\3\4", "RIFF", "\xFF\xFB\x90\x00"s,
                                       "\0\0\0\x20"
                                       "ftyp"s,
                                       "ID3", "GIF89a", "#!AMR\n");
    (void)CheckAttachment("a", head + tail).ok();
  }));
}

TEST(SafeFileName, TakesThePoisonOut) {
  const struct {
    std::string given, safe;
  } cases[] = {
      {"report.pdf", "report.pdf"},
      {"发票 3月.jpg", "发票 3月.jpg"},
      {"../../etc/passwd", "passwd"},
      {"C:\\Users\\x\\a.txt", "a.txt"},
      {"..\\..\\boot.ini", "boot.ini"},
      {"a\r\nSet-Cookie: x=1.txt", "a_Set-Cookie_ x=1.txt"},
      {"photo\u202Egnp.exe", "photognp.exe"},
      {"a\u200Bb\uFEFF.txt", "ab.txt"},
      {"<script>.png", "_script_.png"},
      {".htaccess", "htaccess"},
      {"...", "attachment"},
      {"", "attachment"},
      {"/", "attachment"},
      {"con", "_con"},
      {"NUL.txt", "_NUL.txt"},
      {"com1.tar.gz", "_com1.tar.gz"},
      {"trailing. . ", "trailing"},
      {"-rf", "rf"},
      {"a\xFF\xFE.txt", "a_.txt"},
      {std::string("a\0.exe.png", 10), "a_.exe.png"},
      {"\"; rm -rf ~; \".txt", "_ rm -rf _ _.txt"},
      {"e\u0301te\u0301.pdf", "\u00E9t\u00E9.pdf"},
      {"$(id)`id`.png", "_(id)_id_.png"},
      {"%2e%2e%2fa", "_2e_2e_2fa"},
  };
  for (const auto& c : cases) EXPECT_EQ(SafeFileName(c.given), c.safe) << c.given;
}

TEST(SafeFileName, WhenLong_KeepsTheExtension) {
  std::string name;
  for (int i = 0; i < 500; ++i) name += "长";
  const std::string safe = SafeFileName(name + ".jpeg");
  EXPECT_LE(safe.size(), 240u);
  EXPECT_TRUE(safe.ends_with("长.jpeg"));
  EXPECT_TRUE(IsValidUtf8(safe));
}

TEST(SafeFileName, IsAlwaysSafeAndStable) {
  EXPECT_TRUE(rc::check("any bytes", [](const std::string& bytes) {
    const std::string name = SafeFileName(bytes);
    RC_ASSERT(!name.empty());
    RC_ASSERT(name.size() <= 240u);
    RC_ASSERT(IsValidUtf8(name));
    RC_ASSERT(name.find_first_of("/\\:\"<>|?*\r\n") == std::string::npos);
    RC_ASSERT(name.front() != '.' && name.back() != '.' && name.back() != ' ');
    RC_ASSERT(SafeFileName(name) == name);
  }));
}

}  // namespace
}  // namespace huiyin::channels
