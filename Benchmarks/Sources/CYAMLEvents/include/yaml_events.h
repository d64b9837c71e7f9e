// libyaml's own event loop, the yardstick for the YAML parser.
#pragma once
#include <stddef.h>

// The number of events of a text; negative if it is not YAML.
long yaml_events_count(const unsigned char *text, size_t length);
