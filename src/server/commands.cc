#include "server/command.h"

namespace huiyin::server {

// One line here and one file cmd_<name>.cc make a command.
int RunMine(int argc, char** argv);
int RunInit(int argc, char** argv);
int RunServe(int argc, char** argv);
int RunToken(int argc, char** argv);
int RunVerify(int argc, char** argv);
int RunDue(int argc, char** argv);
int RunSla(int argc, char** argv);
int RunDemo(int argc, char** argv);
int RunAnalyze(int argc, char** argv);
int RunTrain(int argc, char** argv);
int RunEval(int argc, char** argv);
int RunImport(int argc, char** argv);
int RunBackup(int argc, char** argv);
int RunRestore(int argc, char** argv);
int RunExport(int argc, char** argv);
int RunUser(int argc, char** argv);
int RunSubject(int argc, char** argv);
int RunMigrate(int argc, char** argv);
int RunRotateKeys(int argc, char** argv);
int RunOpenApi(int argc, char** argv);
int RunVersion(int argc, char** argv);

std::span<const Command> Commands() {
  static constexpr Command kCommands[] = {
      {"analyze", "what texts say, without a server", RunAnalyze},
      {"demo", "run an example organisation", RunDemo},
      {"import", "feedback from a file, or a whole instance", RunImport},
      {"train", "teach a model from labelled rows", RunTrain},
      {"eval", "measure a model on labelled rows", RunEval},
      {"init", "make an empty instance", RunInit},
      {"serve", "run an instance", RunServe},
      {"token", "API tokens", RunToken},
      {"due", "when would something received then be due, and why", RunDue},
      {"sla", "open tickets under changed policies", RunSla},
      {"verify", "verify the event log or a receipt", RunVerify},
      {"mine", "see how the work really ran, from an event log", RunMine},
      {"backup", "everything into one sealed file, proven by restoring it", RunBackup},
      {"restore", "make an instance of a backup", RunRestore},
      {"export", "everything as JSON lines and files", RunExport},
      {"user", "people who sign in: add, password, unlock, list", RunUser},
      {"subject", "a person's data: give all of it, erase it", RunSubject},
      {"migrate", "upgrade the schema", RunMigrate},
      {"rotate-keys", "a new master key for everything sealed", RunRotateKeys},
      {"openapi", "the description of the HTTP API", RunOpenApi},
      {"version", "print the version", RunVersion},
  };
  return kCommands;
}

}  // namespace huiyin::server
