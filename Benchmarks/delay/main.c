// Delay, loss and order of paced flows from one network namespace to another.
//
//   delay [--rate N] [--packets N] [--burners N] [--device NAME] --flow LABEL=TRACE … FROM TO
//
// FROM and TO are paths of namespaces, DEVICE is the interface in TO. Prints a line for each flow: LABEL, packets sent,
// received, reordered, DSCP that most carried, packets that carried it, and then the nanoseconds of each.
#define _GNU_SOURCE
#include "delay.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_BURNERS = 64 };

static atomic_int stop;

static void *burn(void *unused) {
    (void)unused;
    for (volatile unsigned long work = 0; !atomic_load_explicit(&stop, memory_order_relaxed);) work++;
    return NULL;
}

static _Noreturn void usage(void) {
    fputs("usage: delay [--rate N] [--packets N] [--burners N] [--device NAME] --flow LABEL=TRACE ... FROM TO\n",
        stderr);
    exit(2);
}

static int open_namespace(const char *path) {
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) fail("%s", path);
    return descriptor;
}

static pthread_t start(void *(*body)(void *), void *argument, unsigned long cpu) {
    pthread_attr_t attributes;
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(cpu % (unsigned long)sysconf(_SC_NPROCESSORS_ONLN), &set);
    pthread_t thread;
    pthread_attr_init(&attributes);
    pthread_attr_setaffinity_np(&attributes, sizeof set, &set);
    errno = pthread_create(&thread, &attributes, body, argument);
    if (errno) fail("thread");
    return thread;
}

static void print_flow(const struct flow *flow) {
    size_t usual = 0;
    for (size_t i = 1; i < 64; i++)
        if (flow->dscp[i] > flow->dscp[usual]) usual = i;
    printf("%s\t%zu\t%zu\t%zu\t%zu\t%u\t", flow->trace.label, flow->sent, flow->received, flow->reordered, usual,
        flow->dscp[usual]);
    for (size_t i = 0; i < flow->received; i++) printf("%s%u", i ? " " : "", flow->delays[i]);
    putchar('\n');
}

int main(int argument_count, char **arguments) {
    static struct measurement measurement = {.rate = 1000, .packets = 1000, .device = "v1"};
    const char *places[2];
    size_t place_count = 0;
    for (int i = 1; i < argument_count; i++) {
        char *argument = arguments[i];
        if (strncmp(argument, "--", 2)) {
            if (place_count == 2) usage();
            places[place_count++] = argument;
            continue;
        }
        if (++i == argument_count) usage();
        if (!strcmp(argument, "--rate")) measurement.rate = strtoul(arguments[i], NULL, 10);
        else if (!strcmp(argument, "--packets")) measurement.packets = strtoul(arguments[i], NULL, 10);
        else if (!strcmp(argument, "--burners")) measurement.burners = strtoul(arguments[i], NULL, 10);
        else if (!strcmp(argument, "--device")) measurement.device = arguments[i];
        else if (!strcmp(argument, "--flow") && measurement.flow_count < MOST_FLOWS && strchr(arguments[i], '=')) {
            char *path = strchr(arguments[i], '=');
            *path++ = 0;
            trace_read(&measurement.flows[measurement.flow_count++].trace, arguments[i], path);
        } else usage();
    }
    if (place_count != 2 || !measurement.flow_count || !measurement.rate || measurement.burners > MOST_BURNERS) usage();
    measurement.from = open_namespace(places[0]);
    measurement.to = open_namespace(places[1]);
    for (size_t i = 0; i < measurement.flow_count; i++) {
        measurement.flows[i].delays = calloc(measurement.packets, sizeof(uint32_t));
        if (!measurement.flows[i].delays) fail("memory");
    }
    pthread_t burners[MOST_BURNERS];
    for (size_t i = 0; i < measurement.burners; i++) burners[i] = start(burn, NULL, i);
    pthread_t receiver = start(receive_stamped, &measurement, 0);
    pthread_t sender = start(send_stamped, &measurement, 1);
    pthread_join(sender, NULL);
    pthread_join(receiver, NULL);
    atomic_store(&stop, 1);
    for (size_t i = 0; i < measurement.burners; i++) pthread_join(burners[i], NULL);
    for (size_t i = 0; i < measurement.flow_count; i++) print_flow(&measurement.flows[i]);
    return 0;
}
