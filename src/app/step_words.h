// What the steps of a ticket are called in Chinese, for reports that people read: the words of the
// desk (a test holds both together). Machine-readable output keeps the facts' names.
#pragma once

#include <string>
#include <string_view>

namespace huiyin::app {

// Of a fact's kind (domain/fact.h), or of who acted ("system"); what has no word stays.
std::string ChineseStep(std::string_view kind);
std::string ChineseActor(std::string_view label);

}  // namespace huiyin::app
