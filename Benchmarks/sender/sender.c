// Sends traces of packets in network namespaces: what a packet costs in each, or which mark it gets.
//
//   sender cost  [--rounds N] [--slice MS] --trace LABEL=FILE … LABEL=NAMESPACE …
//   sender marks [--device NAME] [--packets N] --trace LABEL=FILE … LABEL=NAMESPACE …
//
// NAMESPACE is a path such as /run/netns/NAME. Exit: 0, 1 marks differ or it could not be done, 2 usage.
#define _GNU_SOURCE
#include "cost.h"
#include "marks.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_TRACES = 16, MOST_PLACES = 32 };

static _Noreturn void usage(void) {
    fputs("usage: sender cost|marks [--rounds N] [--slice MS] [--device NAME] [--packets N] [--cpu N] --trace"
          " LABEL=FILE ... LABEL=NAMESPACE ...\n",
        stderr);
    exit(2);
}

// Cuts LABEL=VALUE at the sign and returns the value.
static char *cut(char *argument) {
    char *sign = strchr(argument, '=');
    if (!sign) usage();
    *sign = 0;
    return sign + 1;
}

// One CPU, so that caches are this thread's own.
static void stay_on(unsigned cpu) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(cpu, &set);
    if (sched_setaffinity(0, sizeof set, &set) < 0) fail("CPU %u", cpu);
}

int main(int argument_count, char **arguments) {
    static struct place places[MOST_PLACES];
    static struct trace traces[MOST_TRACES];
    char *trace_arguments[MOST_TRACES];
    size_t place_count = 0, trace_count = 0, rounds = 9, most = 1 << 20;
    double slice = 20;
    const char *device = "v0";
    if (argument_count < 2) usage();
    int marks = !strcmp(arguments[1], "marks");
    if (!marks && strcmp(arguments[1], "cost")) usage();
    for (int i = 2; i < argument_count; i++) {
        char *argument = arguments[i];
        if (strncmp(argument, "--", 2)) {
            if (place_count == MOST_PLACES) usage();
            char *path = cut(argument);
            place_open(&places[place_count++], argument, path);
        } else {
            if (++i == argument_count) usage();
            if (!strcmp(argument, "--rounds")) rounds = strtoul(arguments[i], NULL, 10);
            else if (!strcmp(argument, "--slice")) slice = strtod(arguments[i], NULL);
            else if (!strcmp(argument, "--packets")) most = strtoul(arguments[i], NULL, 10);
            else if (!strcmp(argument, "--device")) device = arguments[i];
            else if (!strcmp(argument, "--cpu")) stay_on((unsigned)atoi(arguments[i]));
            else if (!strcmp(argument, "--trace") && trace_count < MOST_TRACES)
                trace_arguments[trace_count++] = arguments[i];
            else usage();
        }
    }
    if (!place_count || !trace_count || !rounds || !(slice > 0)) usage();
    size_t different = 0;
    for (size_t i = 0; i < trace_count; i++) {
        char *path = cut(trace_arguments[i]);
        trace_read(&traces[i], trace_arguments[i], path);
        if (marks) different += marks_compare(places, place_count, &traces[i], most, device);
        else cost_print(places, place_count, &traces[i], rounds, slice * 1e6);
    }
    return different > 0;
}
