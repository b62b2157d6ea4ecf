// Making a person inside a command that does more (the seed of an instance).
#pragma once

#include <string>

#include "app/users_account.h"

namespace huiyin::app {

// kInvalidArgument "invalid_field" on "user".
Status CheckLogin(const std::string& login);
// Gives `account` its id, writes it with its fact and checks the rules on rights.
Status InsertUser(store::Tx& tx, const domain::Actor& actor, Account& account);

}  // namespace huiyin::app
