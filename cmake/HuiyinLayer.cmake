# huiyin_layer(NAME USES layer... LINK library...)
# One folder under src/ is one static library. USES names the layers whose headers it may include;
# tests/architecture reads the includes and refuses an arrow that is not declared here.
find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_NOHASHDIR=1
      CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} ${CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_C_COMPILER_LAUNCHER})
endif()
find_program(LLD ld.lld)
if(LLD)
  add_link_options(-fuse-ld=lld)
endif()

add_library(huiyin_flags INTERFACE)
target_compile_options(huiyin_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
                       -Werror)
target_include_directories(huiyin_flags INTERFACE "${CMAKE_SOURCE_DIR}/src")
find_package(Threads REQUIRED)
target_link_libraries(huiyin_flags INTERFACE Threads::Threads)
if(HUIYIN_SANITIZE)
  add_compile_options(-fsanitize=${HUIYIN_SANITIZE} -fno-omit-frame-pointer
                      -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${HUIYIN_SANITIZE})
endif()

function(huiyin_layer name)
  cmake_parse_arguments(ARG "" "" "USES;LINK" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cc")
  if(NOT sources)
    return()
  endif()
  add_library(huiyin_${name} STATIC ${sources})
  target_link_libraries(huiyin_${name} PUBLIC huiyin_flags)
  foreach(layer IN LISTS ARG_USES)
    if(TARGET huiyin_${layer})
      target_link_libraries(huiyin_${name} PUBLIC huiyin_${layer})
    endif()
  endforeach()
  target_link_libraries(huiyin_${name} PRIVATE ${ARG_LINK})
  set_property(GLOBAL APPEND PROPERTY HUIYIN_LAYERS ${name})
  list(JOIN ARG_USES "," uses)
  set_property(GLOBAL APPEND PROPERTY HUIYIN_LAYER_TABLE "${name}:${uses}")
endfunction()

# huiyin_test(LAYER [LINK library...] [USES layer...]): every tests/<layer>/*_test.cc becomes one
# test program test_<layer>, one CTest entry.
function(huiyin_test name)
  cmake_parse_arguments(ARG "" "" "USES;LINK" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cc")
  if(NOT sources)
    return()
  endif()
  add_executable(test_${name} ${sources})
  target_include_directories(test_${name} PRIVATE "${CMAKE_SOURCE_DIR}/tests")
  foreach(layer IN LISTS ARG_USES)
    target_link_libraries(test_${name} PRIVATE huiyin_${layer})
  endforeach()
  target_link_libraries(test_${name} PRIVATE ${ARG_LINK} huiyin_flags huiyin_rapidcheck
                        GTest::gtest GTest::gmock GTest::gtest_main)
  target_compile_definitions(test_${name} PRIVATE
    HUIYIN_SOURCE_DIR="${CMAKE_SOURCE_DIR}" HUIYIN_BINARY="${CMAKE_BINARY_DIR}/huiyin")
  add_test(NAME ${name} COMMAND test_${name})
endfunction()
