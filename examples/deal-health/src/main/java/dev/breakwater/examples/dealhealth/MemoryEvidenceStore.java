/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Evidence in this process's memory: for a single instance. Of too many deals, the one that nobody has asked for longest goes. */
final class MemoryEvidenceStore implements EvidenceStore {
    private static final int MOST_DEALS = 100_000;

    private final Map<String, Deal> deals = new LongestUnusedForgotten();

    @Override
    public synchronized void add(String dealId, Evidence evidence) {
        deals.computeIfAbsent(dealId, id -> new Deal()).evidence.putIfAbsent(evidence.id(), evidence);
    }

    @Override
    public synchronized List<Evidence> find(String dealId) {
        Deal deal = deals.get(dealId);
        return deal == null ? List.of() : List.copyOf(deal.evidence.values());
    }

    @Override
    public synchronized void forget(String dealId, Collection<Evidence> evidence) {
        Deal deal = deals.get(dealId);
        if (deal != null) {
            evidence.forEach(piece -> deal.evidence.remove(piece.id()));
        }
    }

    @Override
    public synchronized void rank(String dealId, double score) {
        Deal deal = deals.get(dealId);
        if (deal != null) {
            deal.score = score;
        }
    }

    @Override
    public synchronized List<String> best(int most) {
        return deals.entrySet().stream()
                .sorted(Comparator.comparingDouble((Map.Entry<String, Deal> deal) -> -deal.getValue().score)
                        .thenComparing(Map.Entry::getKey))
                .limit(most)
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public void close() {
        // Nothing to let go of.
    }

    private static final class Deal {
        private final Map<String, Evidence> evidence = new LinkedHashMap<>();
        private double score;
    }

    private static final class LongestUnusedForgotten extends LinkedHashMap<String, Deal> {
        private static final long serialVersionUID = 1L;

        private LongestUnusedForgotten() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deal> eldest) {
            return size() > MOST_DEALS;
        }
    }
}
