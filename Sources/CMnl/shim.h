// libmnl behind a module map, with the netlink headers it speaks of. Not <linux/netfilter.h>: it brings
// <linux/in.h>, whose types clash with glibc's <netinet/in.h> as Swift imports it.
#ifndef QOSCTL_CMNL_SHIM_H
#define QOSCTL_CMNL_SHIM_H
#include <libmnl/libmnl.h>
#include <linux/netlink.h>
#endif
