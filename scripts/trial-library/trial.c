/* Loads the library as any C program would, and calls it. */
#include <dlfcn.h>
#include <stdio.h>

int main(int argc, char **argv) {
    if (argc != 2) return 2;
    void *library = dlopen(argv[1], RTLD_NOW);
    if (!library) {
        fprintf(stderr, "%s\n", dlerror());
        return 1;
    }
    int (*check)(const char *) = (int (*)(const char *))dlsym(library, "qosctl_trial_check");
    if (!check) {
        fprintf(stderr, "%s\n", dlerror());
        return 1;
    }
    int good = check("class voice dscp ef\nrule rtp proto udp dport 5004 class voice\n");
    int bad = check("rule x dport 70000 class nobody\n");
    printf("errors in a good policy: %d, in a bad one: %d\n", good, bad);
    return good == 0 && bad == 2 ? 0 : 1;
}
