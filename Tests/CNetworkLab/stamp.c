// table netdev NAME { chain stamp { type filter hook egress device IF priority 10000; policy accept;
//     @ll,48,32 set meta priority    (which nft 1.0.6 refuses: "datatype mismatch")
//     @ll,80,16 set 0x5153 } }
#define _GNU_SOURCE
#include "CNetworkLab.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <libnftnl/batch.h>
#include <libnftnl/chain.h>
#include <libnftnl/common.h>
#include <libnftnl/expr.h>
#include <libnftnl/rule.h>
#include <libnftnl/table.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>

enum { CHAIN_PRIORITY = 10000, SOURCE_ADDRESS = 6, CAPACITY = 8192 };

static struct nftnl_expr *add(struct nftnl_rule *rule, const char *name) {
    struct nftnl_expr *expression = nftnl_expr_alloc(name);
    if (expression) nftnl_rule_add_expr(rule, expression);
    return expression;
}

// payload write LEN bytes from register 1 at link header + OFFSET, no checksum
static int add_write(struct nftnl_rule *rule, uint32_t offset, uint32_t length) {
    struct nftnl_expr *write = add(rule, "payload");
    if (!write) return -1;
    nftnl_expr_set_u32(write, NFTNL_EXPR_PAYLOAD_SREG, NFT_REG_1);
    nftnl_expr_set_u32(write, NFTNL_EXPR_PAYLOAD_BASE, NFT_PAYLOAD_LL_HEADER);
    nftnl_expr_set_u32(write, NFTNL_EXPR_PAYLOAD_OFFSET, offset);
    nftnl_expr_set_u32(write, NFTNL_EXPR_PAYLOAD_LEN, length);
    nftnl_expr_set_u32(write, NFTNL_EXPR_PAYLOAD_CSUM_TYPE, NFT_PAYLOAD_CSUM_NONE);
    nftnl_expr_set_u32(write, NFTNL_EXPR_PAYLOAD_CSUM_OFFSET, 0);
    return 0;
}

static struct nftnl_rule *stamping_rule(const char *table) {
    struct nftnl_rule *rule = nftnl_rule_alloc();
    if (!rule) return NULL;
    nftnl_rule_set_str(rule, NFTNL_RULE_TABLE, table);
    nftnl_rule_set_str(rule, NFTNL_RULE_CHAIN, "stamp");
    nftnl_rule_set_u32(rule, NFTNL_RULE_FAMILY, NFPROTO_NETDEV);
    struct nftnl_expr *priority = add(rule, "meta");
    if (!priority) goto fail;
    nftnl_expr_set_u32(priority, NFTNL_EXPR_META_KEY, NFT_META_PRIORITY);
    nftnl_expr_set_u32(priority, NFTNL_EXPR_META_DREG, NFT_REG_1);
    if (add_write(rule, SOURCE_ADDRESS, 4) < 0) goto fail;
    const uint8_t mark[] = {LAB_STAMP_MARK_0, LAB_STAMP_MARK_1};
    struct nftnl_expr *immediate = add(rule, "immediate");
    if (!immediate) goto fail;
    nftnl_expr_set_u32(immediate, NFTNL_EXPR_IMM_DREG, NFT_REG_1);
    nftnl_expr_set(immediate, NFTNL_EXPR_IMM_DATA, mark, sizeof mark);
    if (add_write(rule, SOURCE_ADDRESS + 4, sizeof mark) < 0) goto fail;
    return rule;
fail:
    nftnl_rule_free(rule);
    return NULL;
}

static int exchange(struct mnl_nlmsg_batch *batch, uint32_t last) {
    struct mnl_socket *socket = mnl_socket_open(NETLINK_NETFILTER);
    if (!socket) return -1;
    int error = 0;
    char answer[CAPACITY];
    if (mnl_socket_bind(socket, 0, MNL_SOCKET_AUTOPID) < 0
        || mnl_socket_sendto(socket, mnl_nlmsg_batch_head(batch), mnl_nlmsg_batch_size(batch)) < 0) error = errno;
    // The last command asks for an acknowledgement; what fails before it answers before it.
    for (int done = 0; !done && !error;) {
        ssize_t length = mnl_socket_recvfrom(socket, answer, sizeof answer);
        if (length < 0) { error = errno; break; }
        int rest = (int)length;
        for (struct nlmsghdr *header = (struct nlmsghdr *)answer; mnl_nlmsg_ok(header, rest);
             header = mnl_nlmsg_next(header, &rest)) {
            if (header->nlmsg_type != NLMSG_ERROR) continue;
            const struct nlmsgerr *verdict = mnl_nlmsg_get_payload(header);
            if (verdict->error && !error) error = -verdict->error;
            if (header->nlmsg_seq == last) done = 1;
        }
    }
    mnl_socket_close(socket);
    errno = error;
    return error ? -1 : 0;
}

int lab_stamp_priority(const char *table, const char *interface) {
    char buffer[CAPACITY];
    struct mnl_nlmsg_batch *batch = mnl_nlmsg_batch_start(buffer, sizeof buffer);
    struct nftnl_table *owner = nftnl_table_alloc();
    struct nftnl_chain *chain = nftnl_chain_alloc();
    struct nftnl_rule *rule = stamping_rule(table);
    int result = -1, saved = ENOMEM;
    if (batch && owner && chain && rule) {
        uint32_t sequence = 1;
        nftnl_table_set_str(owner, NFTNL_TABLE_NAME, table);
        nftnl_table_set_u32(owner, NFTNL_TABLE_FAMILY, NFPROTO_NETDEV);
        nftnl_chain_set_str(chain, NFTNL_CHAIN_TABLE, table);
        nftnl_chain_set_str(chain, NFTNL_CHAIN_NAME, "stamp");
        nftnl_chain_set_str(chain, NFTNL_CHAIN_TYPE, "filter");
        nftnl_chain_set_u32(chain, NFTNL_CHAIN_FAMILY, NFPROTO_NETDEV);
        nftnl_chain_set_u32(chain, NFTNL_CHAIN_HOOKNUM, NF_NETDEV_EGRESS);
        nftnl_chain_set_s32(chain, NFTNL_CHAIN_PRIO, CHAIN_PRIORITY);
        nftnl_chain_set_u32(chain, NFTNL_CHAIN_POLICY, NF_ACCEPT);
        nftnl_chain_set_str(chain, NFTNL_CHAIN_DEV, interface);

        nftnl_batch_begin(mnl_nlmsg_batch_current(batch), sequence++);
        mnl_nlmsg_batch_next(batch);
        struct nlmsghdr *header = nftnl_nlmsg_build_hdr(
            mnl_nlmsg_batch_current(batch), NFT_MSG_NEWTABLE, NFPROTO_NETDEV, NLM_F_CREATE, sequence++);
        nftnl_table_nlmsg_build_payload(header, owner);
        mnl_nlmsg_batch_next(batch);
        header = nftnl_nlmsg_build_hdr(
            mnl_nlmsg_batch_current(batch), NFT_MSG_NEWCHAIN, NFPROTO_NETDEV, NLM_F_CREATE | NLM_F_EXCL, sequence++);
        nftnl_chain_nlmsg_build_payload(header, chain);
        mnl_nlmsg_batch_next(batch);
        uint32_t last = sequence;
        header = nftnl_nlmsg_build_hdr(mnl_nlmsg_batch_current(batch), NFT_MSG_NEWRULE, NFPROTO_NETDEV,
            NLM_F_CREATE | NLM_F_APPEND | NLM_F_ACK, sequence++);
        nftnl_rule_nlmsg_build_payload(header, rule);
        mnl_nlmsg_batch_next(batch);
        nftnl_batch_end(mnl_nlmsg_batch_current(batch), sequence);
        mnl_nlmsg_batch_next(batch);
        result = exchange(batch, last);
        saved = errno;
    }
    if (rule) nftnl_rule_free(rule);
    if (chain) nftnl_chain_free(chain);
    if (owner) nftnl_table_free(owner);
    if (batch) mnl_nlmsg_batch_stop(batch);
    errno = saved;
    return result;
}
