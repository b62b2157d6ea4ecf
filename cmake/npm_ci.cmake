# cmake -DWEB=<web folder> -DNPM=<npm> -P npm_ci.cmake: installs the locked packages, but only when the
# lock file is not the one that was installed last.
file(SHA256 "${WEB}/package-lock.json" wanted)
set(stamp "${WEB}/node_modules/.huiyin-lock")
if(EXISTS "${stamp}")
  file(READ "${stamp}" installed)
  if(installed STREQUAL wanted)
    return()
  endif()
endif()
# Not "npm ci": it refuses the lock file where a registry does not serve the optional packages of every
# platform (biome, rollup). "install --no-save" takes the locked versions, checks their integrity and
# leaves the lock file alone.
execute_process(COMMAND "${NPM}" install --no-save --no-audit --no-fund --loglevel=error
                WORKING_DIRECTORY "${WEB}" RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "npm install failed in ${WEB}")
endif()
file(WRITE "${stamp}" "${wanted}")
