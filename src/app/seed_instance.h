// What a new, empty instance starts with: the roles of domain.md §1.10, the departments that the
// default routing names, reply templates in zh-CN and en, a public form, the settings at their
// defaults, and the first administrator.
#pragma once

#include <string_view>

#include "app/context.h"
#include "base/crypto.h"

namespace huiyin::app {

// All in one command. The first person gets the roles admin and service_supervisor: a new
// organisation has nobody else yet, and the two may be one person (security audit and inspection
// may not). kConflict "already_seeded"; kInvalidArgument "invalid_field" on "user", "password" or
// "org".
Status SeedInstance(const Context& context, std::string_view organisation,
                    std::string_view admin_login, std::string_view admin_password,
                    const PasswordCost& cost = {});

}  // namespace huiyin::app
