// libnftnl behind a module map.
#ifndef QOSCTL_CNFTNL_SHIM_H
#define QOSCTL_CNFTNL_SHIM_H
#include <stdint.h>
#include <libnftnl/common.h>
#include <libnftnl/table.h>
#include <libnftnl/chain.h>
#include <libnftnl/set.h>
#include <libnftnl/object.h>
#include <libnftnl/rule.h>
#include <libnftnl/expr.h>
#include <libnftnl/udata.h>
#endif
