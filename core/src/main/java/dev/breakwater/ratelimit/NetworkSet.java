/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.caller.Cidr;
import dev.breakwater.caller.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Networks, asked for the one that an address lies in: one look for each length among them, however many there are. Immutable. */
final class NetworkSet {
    private final List<OfLength> lengths;

    private NetworkSet(List<OfLength> lengths) {
        this.lengths = lengths;
    }

    static NetworkSet of(List<Cidr> networks) {
        List<OfLength> lengths = new ArrayList<>();
        for (Cidr network : networks) {
            ofLength(network, lengths).networks.put(network.network(), network);
        }
        return new NetworkSet(List.copyOf(lengths));
    }

    private static OfLength ofLength(Cidr network, List<OfLength> lengths) {
        for (OfLength each : lengths) {
            if (each.v4 == network.network().isV4() && each.length == network.length()) {
                return each;
            }
        }
        OfLength added = new OfLength(network.network().isV4(), network.length(), new HashMap<>());
        lengths.add(added);
        return added;
    }

    /** A network that holds the address, or null. */
    @Nullable
    Cidr find(IpAddress address) {
        for (int i = 0; i < lengths.size(); i++) {
            OfLength each = lengths.get(i);
            Cidr found = each.v4 == address.isV4() ? each.networks.get(address.prefix(each.length)) : null;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private record OfLength(boolean v4, int length, Map<IpAddress, Cidr> networks) {}
}
