#if !__has_include(<yaml.h>)
#error "Proviso needs libyaml: run Scripts/install-dependencies, or install libyaml-dev (Debian) or libyaml (Homebrew)"
#endif
#include <yaml.h>
