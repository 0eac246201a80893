/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.Decision;
import dev.breakwater.SecurityEvent;
import dev.breakwater.caller.Cidr;

/**
 * A request was refused because its client's address is on the blocklist.
 *
 * @param network the entry
 */
public record AddressBlocked(Cidr network) implements Decision {
    @Override
    public void describe(Fields fields) {
        fields.put("breakwater.decision", "blocked");
        fields.put("breakwater.rule", "blocklist");
        fields.put("breakwater.blocklist.network", network.toString());
    }

    @Override
    public SecurityEvent securityEvent() {
        return SecurityEvent.AUTHZ_FAIL;
    }
}
