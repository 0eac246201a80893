/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How deals do, by the evidence that all instances share. What was found is kept for a moment; while the store is away,
 * what was last known is answered for some minutes, and says as of when it is.
 */
final class Scores {
    private static final int MOST_EVIDENCE = 500;
    // So that not every event beyond the bound sorts all of it.
    private static final int SLACK = 50;
    private static final int MOST_KEPT = 10_000;
    private static final Duration LAST_KNOWN = Duration.ofMinutes(10);

    private final EvidenceStore store;
    private final Calculation calculation;
    private final Duration ttl;
    private final Clock clock;
    private final Cache<String, DealHealth> known = Caffeine.newBuilder()
            .maximumSize(MOST_KEPT)
            .expireAfterWrite(LAST_KNOWN)
            .build();

    // By how many deals were asked for.
    private final Cache<Integer, List<DealHealth>> knownBest =
            Caffeine.newBuilder().expireAfterWrite(LAST_KNOWN).build();

    Scores(EvidenceStore store, Calculation calculation, Duration ttl, Clock clock) {
        this.store = store;
        this.calculation = calculation;
        this.ttl = ttl;
        this.clock = clock;
    }

    /** Keeps a piece of evidence, and says how the deal does with it. Doing this again changes nothing. */
    DealHealth record(String dealId, Evidence evidence) throws StoreAwayException {
        store.add(dealId, evidence);
        DealHealth health = calculated(dealId, bounded(dealId, store.find(dealId)));
        // All evidence loses the same share of its weight, so between two events a deal's score does not change: the
        // rank of the last event is the rank of now.
        Double score = health.score();
        if (score != null) {
            store.rank(dealId, score);
        }
        known.put(dealId, health);
        return health;
    }

    private List<Evidence> bounded(String dealId, List<Evidence> evidence) throws StoreAwayException {
        if (evidence.size() <= MOST_EVIDENCE + SLACK) {
            return evidence;
        }
        List<Evidence> newest = new ArrayList<>(evidence);
        newest.sort(Comparator.comparing(Evidence::observedAt).reversed());
        store.forget(dealId, newest.subList(MOST_EVIDENCE, newest.size()));
        return newest.subList(0, MOST_EVIDENCE);
    }

    /** How a deal does; null if nobody has ever said anything about it. */
    @Nullable
    DealHealth find(String dealId) throws StoreAwayException {
        DealHealth last = known.getIfPresent(dealId);
        if (last != null && last.asOf().plus(ttl).isAfter(clock.instant())) {
            return last;
        }
        try {
            return found(dealId, store.find(dealId));
        } catch (StoreAwayException away) {
            if (last == null) {
                throw away;
            }
            return last;
        }
    }

    // What nobody knows is not kept: whoever asks for names at random would otherwise drive out what is asked for
    // often.
    private @Nullable DealHealth found(String dealId, List<Evidence> evidence) {
        if (evidence.isEmpty()) {
            known.invalidate(dealId);
            return null;
        }
        DealHealth health = calculated(dealId, evidence);
        known.put(dealId, health);
        return health;
    }

    /** The best deals, the best one first; among equals the one that is better known. */
    List<DealHealth> best(int most) throws StoreAwayException {
        try {
            List<DealHealth> best = inOrder(store.best(most));
            knownBest.put(most, best);
            return best;
        } catch (StoreAwayException away) {
            List<DealHealth> last = knownBest.getIfPresent(most);
            if (last == null) {
                throw away;
            }
            return last;
        }
    }

    private List<DealHealth> inOrder(List<String> dealIds) throws StoreAwayException {
        List<DealHealth> best = new ArrayList<>();
        for (String dealId : dealIds) {
            DealHealth health = find(dealId);
            if (health != null) {
                best.add(health);
            }
        }
        best.sort(Comparator.comparingDouble(Scores::order)
                .thenComparing(
                        Comparator.comparingDouble(DealHealth::confidence).reversed())
                .thenComparing(DealHealth::dealId));
        return List.copyOf(best);
    }

    private static double order(DealHealth health) {
        Double score = health.score();
        return score == null ? 1 : -score;
    }

    private DealHealth calculated(String dealId, List<Evidence> evidence) {
        return DealHealth.of(dealId, evidence, calculation, clock.instant());
    }
}
