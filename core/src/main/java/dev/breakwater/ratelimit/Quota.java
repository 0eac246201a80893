/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import java.util.List;

/**
 * One form of a policy's limits, and those of the networks around an IPv6 caller. Providers hand out networks of many
 * prefixes, so that who is one client by the length of a prefix may have thousands of them. A network is worth several
 * callers, not as many as there is room for in it. Immutable.
 */
final class Quota {
    // From the narrower to the wider, as CallerResolver's prefix length may leave only the latter.
    private static final int[] LENGTHS = {56, 48};
    private static final int[] TIMES = {16, 64};

    private final RateLimitPolicy policy;
    private final RateLimitPolicy[] networks;

    private Quota(RateLimitPolicy policy, RateLimitPolicy[] networks) {
        this.policy = policy;
        this.networks = networks;
    }

    /** How many networks are charged around clients of this prefix length. */
    static int networksAround(int prefixLength) {
        return prefixLength > LENGTHS[0] ? 2 : prefixLength > LENGTHS[1] ? 1 : 0;
    }

    /**
     * These limits and those around them.
     *
     * @param suffix tells the buckets of the networks from those of other limits of the same policy
     * @param count how many networks are charged: the widest ones
     */
    static Quota of(RateLimitPolicy policy, String suffix, int count) {
        boolean byAddress = policy.key().contains(CallerKey.IP) && !policy.isBlocking();
        RateLimitPolicy[] networks = new RateLimitPolicy[byAddress ? count : 0];
        for (int i = 0; i < networks.length; i++) {
            int width = LENGTHS.length - count + i;
            networks[i] = policy.around("/" + LENGTHS[width] + suffix, TIMES[width]);
        }
        return new Quota(policy, networks);
    }

    RateLimitPolicy policy() {
        return policy;
    }

    /** Adds what the caller is charged; the networks follow the caller. */
    void charge(CallerId caller, long tokens, List<Charge> charges) {
        charges.add(new Charge(policy, caller, tokens));
        for (int i = 0; i < networks.length; i++) {
            CallerId network = caller.network(LENGTHS[LENGTHS.length - networks.length + i]);
            if (network == null) {
                return;
            }
            charges.add(new Charge(networks[i], network, tokens));
        }
    }

    /** Whether a charge is one of a network, which goes with the one before it. */
    static boolean isOfNetwork(Charge charge) {
        return charge.policy().role() == RateLimitPolicy.Role.NETWORK;
    }

    @Override
    public String toString() {
        return policy.toString();
    }
}
