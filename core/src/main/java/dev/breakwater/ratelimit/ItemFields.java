/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One item for each limit, in two List fields of RFC 9651 (draft-ietf-httpapi-ratelimit-headers-11). They are merged with
 * the application's own items. What does not change is prepared with each policy.
 */
final class ItemFields implements Dialect {
    private final @Nullable PartitionKeys partitionKeys;
    private final boolean nextWordsToo;

    ItemFields(@Nullable PartitionKeys partitionKeys, boolean nextWordsToo) {
        this.partitionKeys = partitionKeys;
        this.nextWordsToo = nextWordsToo;
    }

    @Override
    public HeaderRules tell(RateLimitDecision decision) {
        List<Charge> charges = decision.charges();
        return policies(charges)
                .and(new HeaderRule(HeaderRule.Mode.MERGE, LIMIT, items(decision, charges), true, false, null));
    }

    private String items(RateLimitDecision decision, List<Charge> charges) {
        if (charges.size() == 1 && partitionKeys == null && !nextWordsToo) {
            String only = charges.get(0).policy().field().only(decision.levels().get(0));
            if (only != null) {
                return only;
            }
        }
        StringBuilder text = new StringBuilder(32 * charges.size());
        for (int i = 0; i < charges.size(); i++) {
            Charge charge = charges.get(i);
            charge.policy().field().write(decision.levels().get(i), costTold(charge), partition(charge), text);
        }
        return text.toString();
    }

    private long costTold(Charge charge) {
        return nextWordsToo ? charge.tokens() : PolicyField.COST_UNTOLD;
    }

    private String partition(Charge charge) {
        return partitionKeys == null ? "" : ";pk=:" + partitionKeys.of(charge) + ":";
    }

    private static HeaderRules policies(List<Charge> charges) {
        if (charges.size() == 1) {
            return charges.get(0).policy().field().rules();
        }
        StringBuilder text = new StringBuilder(32 * charges.size());
        for (int i = 0; i < charges.size(); i++) {
            text.append(i == 0 ? "" : ", ")
                    .append(charges.get(i).policy().field().items());
        }
        return HeaderRules.of(HeaderRule.merge(POLICY, text.toString()).exceptOn3xx());
    }
}
