#define _GNU_SOURCE
#include "CNetworkLab.h"

#include <errno.h>
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static int ask(unsigned long request, const char *interface, struct ifreq *message) {
    if (strlen(interface) >= IFNAMSIZ) {
        errno = EINVAL;
        return -1;
    }
    strcpy(message->ifr_name, interface);
    int descriptor = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -1;
    int result = ioctl(descriptor, request, message);
    int saved = errno;
    close(descriptor);
    errno = saved;
    return result;
}

int lab_disable_offloads(const char *interface) {
    // Segmentation first: it depends on checksums.
    const uint32_t commands[] = {ETHTOOL_STSO, ETHTOOL_SGSO, ETHTOOL_SGRO, ETHTOOL_STXCSUM};
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        struct ethtool_value value = {.cmd = commands[i], .data = 0};
        struct ifreq message = {0};
        message.ifr_data = (void *)&value;
        if (ask(SIOCETHTOOL, interface, &message) < 0 && errno != EOPNOTSUPP) return -1;
    }
    return 0;
}

int lab_set_vlan_offload(const char *interface, int on) {
    struct ethtool_value value = {.cmd = ETHTOOL_GFLAGS};
    struct ifreq message = {0};
    message.ifr_data = (void *)&value;
    if (ask(SIOCETHTOOL, interface, &message) < 0) return -1;
    value.cmd = ETHTOOL_SFLAGS;
    value.data = on ? value.data | ETH_FLAG_TXVLAN : value.data & ~(uint32_t)ETH_FLAG_TXVLAN;
    return ask(SIOCETHTOOL, interface, &message) < 0 ? -1 : 0;
}

int lab_interface_running(const char *interface) {
    struct ifreq message = {0};
    if (ask(SIOCGIFFLAGS, interface, &message) < 0) return -1;
    return (message.ifr_flags & (IFF_UP | IFF_RUNNING)) == (IFF_UP | IFF_RUNNING);
}
