/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.caller.Cidr;
import dev.breakwater.caller.IpAddress;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import dev.breakwater.policy.Problems;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom no limit concerns, and who is refused whatever the limits say, by address. Who is exempt is never refused; both are
 * judged by the client's whole address, as trusted proxies tell it. A client without a readable address is in neither.
 * Immutable.
 */
public final class AddressRules {
    private static final AddressRules NONE = new AddressRules(List.of(), List.of(), List.of());

    private final @Nullable NetworkSet exempt;
    private final @Nullable NetworkSet blocked;
    private final List<Problem> warnings;

    private AddressRules(List<Cidr> exempt, List<Cidr> blocklist, List<Problem> warnings) {
        this.exempt = exempt.isEmpty() ? null : NetworkSet.of(exempt);
        this.blocked = blocklist.isEmpty() ? null : NetworkSet.of(blocklist);
        this.warnings = warnings;
    }

    /** Nobody is exempt and nobody refused. */
    public static AddressRules none() {
        return NONE;
    }

    /**
     * These networks.
     *
     * @param exempt never limited
     * @param blocklist refused with 403
     * @throws InvalidPolicyException if one of them is everybody; paths are like {@code blocklist[0]}
     */
    public static AddressRules of(Collection<Cidr> exempt, Collection<Cidr> blocklist) {
        List<Cidr> spared = List.copyOf(exempt);
        List<Cidr> refused = List.copyOf(blocklist);
        Problems problems = new Problems();
        check("exempt", spared, "To limit nobody, set rate-limit.enabled to false.", problems);
        check("blocklist", refused, "It would refuse every request; name the networks you mean.", problems);
        checkCovered(spared, refused, problems);
        problems.throwIfInvalid();
        return new AddressRules(spared, refused, problems.warnings());
    }

    private static void check(String list, List<Cidr> networks, String fix, Problems problems) {
        for (int i = 0; i < networks.size(); i++) {
            Cidr network = networks.get(i);
            String path = list + "[" + i + "]";
            if (network.isEverything()) {
                problems.error("BW-RATE-024", path, network.toString(), "some networks, not all addresses", fix);
            } else if (network.hasHostBits()) {
                problems.warning(
                        "BW-RATE-025",
                        path,
                        network.text(),
                        network + ", or the address alone if one host is meant",
                        "It counts as " + network + ".");
            }
        }
    }

    private static void checkCovered(List<Cidr> exempt, List<Cidr> blocklist, Problems problems) {
        for (int i = 0; i < blocklist.size(); i++) {
            for (Cidr spared : exempt) {
                if (spared.covers(blocklist.get(i))) {
                    problems.warning(
                            "BW-RATE-026",
                            "blocklist[" + i + "]",
                            blocklist.get(i).toString(),
                            "networks outside of exempt",
                            "It never refuses anybody, because " + spared + " is exempt; remove one of the two.");
                    break;
                }
            }
        }
    }

    /** What is doubtful and worth saying at start-up. */
    public List<Problem> warnings() {
        return warnings;
    }

    /** Whether anybody is refused. */
    public boolean isBlocking() {
        return blocked != null;
    }

    boolean isExempt(@Nullable IpAddress address) {
        return exempt != null && address != null && exempt.find(address) != null;
    }

    /** The entry of the blocklist that the address is in, or null. */
    @Nullable
    Cidr blocking(@Nullable IpAddress address) {
        return blocked == null || address == null ? null : blocked.find(address);
    }
}
