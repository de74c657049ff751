#define _GNU_SOURCE
#include "cost.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static uint64_t thread_nanoseconds(void) {
    struct timespec time;
    if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) < 0) fail("clock_gettime");
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static double cost(struct place *place, const struct trace *trace, size_t count) {
    uint64_t start = thread_nanoseconds();
    place_send(place, trace, count);
    return (double)(thread_nanoseconds() - start) / (double)count;
}

// As many packets as fill the slice, and always whole rounds of a short trace, so that each slice sends the same ones.
static size_t packets_for(struct place *place, const struct trace *trace, double slice) {
    size_t count = trace->count < 4 ? trace->count : 4;
    double each = cost(place, trace, count);
    while (each * (double)count < slice / 4 && count < 1 << 22) {
        count *= 2;
        each = cost(place, trace, count);
    }
    size_t fitting = (size_t)(slice / each) + 1;
    return fitting > trace->count ? fitting / trace->count * trace->count : fitting;
}

void cost_print(struct place *places, size_t place_count, const struct trace *trace, size_t rounds, double slice) {
    size_t *counts = calloc(place_count, sizeof *counts);
    double *costs = calloc(place_count * rounds, sizeof *costs);
    if (!counts || !costs) fail("memory");
    for (size_t p = 0; p < place_count; p++) {
        place_prepare(&places[p], trace);
        counts[p] = packets_for(&places[p], trace, slice);
    }
    // Places in turn, so that a machine that gets slower gets slower for all of them; every other round backwards, so
    // that none has always the same one before it.
    for (size_t round = 0; round < rounds; round++)
        for (size_t i = 0; i < place_count; i++) {
            size_t p = round % 2 ? place_count - 1 - i : i;
            // Brings the rules of this place into the caches, which were filled by another one.
            place_send(&places[p], trace, counts[p] / 8 + 1);
            costs[p * rounds + round] = cost(&places[p], trace, counts[p]);
        }
    for (size_t p = 0; p < place_count; p++) {
        printf("%s\t%s\t%zu\t", places[p].label, trace->label, counts[p]);
        for (size_t round = 0; round < rounds; round++)
            printf("%s%.1f", round ? " " : "", costs[p * rounds + round]);
        putchar('\n');
        place_close(&places[p], trace);
    }
    fflush(stdout);
    free(counts);
    free(costs);
}
