// The floor of every YAML reader: libyaml's own event loop over files, and nothing else.
// With --read the files are only read, which is the floor of every program.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

static long events(const unsigned char *bytes, size_t size) {
    yaml_parser_t parser;
    yaml_event_t event;
    long count = 0;
    int done = 0;
    yaml_parser_initialize(&parser);
    yaml_parser_set_input_string(&parser, bytes, size);
    while (!done && yaml_parser_parse(&parser, &event)) {
        count++;
        done = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return count;
}

int main(int argc, char **argv) {
    long total = 0;
    int only_read = argc > 1 && strcmp(argv[1], "--read") == 0;
    for (int i = only_read ? 2 : 1; i < argc; i++) {
        FILE *file = fopen(argv[i], "rb");
        if (!file) continue;
        fseek(file, 0, SEEK_END);
        long size = ftell(file);
        rewind(file);
        unsigned char *bytes = malloc((size_t)size + 1);
        size_t got = fread(bytes, 1, (size_t)size, file);
        total += only_read ? (long)got : events(bytes, got);
        free(bytes);
        fclose(file);
    }
    printf("%ld\n", total);
    return 0;
}
