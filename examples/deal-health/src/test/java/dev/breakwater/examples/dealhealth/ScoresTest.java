/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ScoresTest {
    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration TTL = Duration.ofSeconds(2);

    private final Time time = new Time();
    private final MemoryEvidenceStore shared = new MemoryEvidenceStore();
    private final Away store = new Away(shared);
    private final Calculation calculation = new Calculation(0.6, 0.3, 0.1, 0.1);
    private final Scores scores = new Scores(store, calculation, TTL, time);

    private @Nullable Double score(String dealId) throws StoreAwayException {
        DealHealth health = scores.find(dealId);
        return health == null ? null : health.score();
    }

    /** What another instance has learnt. */
    private void learnt(String id, double value) {
        shared.add("deal", new Evidence(id, Kind.AUTOMATED_TEST, value, START));
    }

    @Nested
    class OfADealThatNobodyKnows {
        @Test
        void areNoneHoweverOftenTheyAreAskedFor() throws StoreAwayException {
            for (int i = 0; i < 5; i++) {
                assertThat(scores.find("unheard-of")).isNull();
                time.pass(TTL.dividedBy(4));
            }
        }

        @Test
        void areThereAsSoonAsSomebodyKnowsIt() throws StoreAwayException {
            assertThat(scores.find("deal")).isNull();
            learnt("1", 1);
            assertThat(score("deal")).isEqualTo(1);
        }

        @Test
        void areNoneOnceAllOfItsEvidenceIsGone() throws StoreAwayException {
            learnt("1", 1);
            assertThat(score("deal")).isEqualTo(1);
            shared.forget("deal", shared.find("deal"));
            time.pass(TTL);
            assertThat(scores.find("deal")).isNull();
            assertThat(scores.find("deal")).isNull();
        }

        @Test
        void areNotKnownWhileTheStoreIsAway() throws StoreAwayException {
            assertThat(scores.find("deal")).isNull();
            store.away = true;
            assertThatThrownBy(() -> scores.find("deal")).isInstanceOf(StoreAwayException.class);
        }
    }

    @Nested
    class OfADealThatIsKnown {
        @Test
        void areSeenWithinTheTimeThatTheyAreKept() throws StoreAwayException {
            learnt("1", 1);
            assertThat(score("deal")).isEqualTo(1);
            learnt("2", 0);
            time.pass(TTL.minusMillis(1));
            assertThat(score("deal")).as("the cache answers").isEqualTo(1);
            time.pass(Duration.ofMillis(1));
            assertThat(score("deal")).isEqualTo(0.5);
        }

        @Test
        void areTheLastOnesWhileTheStoreIsAwayAndSayAsOfWhen() throws StoreAwayException {
            scores.record("deal", new Evidence("1", Kind.AUTOMATED_TEST, 1.0, START));
            store.away = true;
            time.pass(Duration.ofMinutes(1));
            DealHealth last = scores.find("deal");
            assertThat(last).isNotNull();
            assertThat(last.score()).isEqualTo(1);
            assertThat(last.asOf()).isEqualTo(START);
        }
    }

    @Nested
    class OfTheBestDeals {
        @Test
        void areTheLastOnesWhileTheStoreIsAwayAndSayAsOfWhen() throws StoreAwayException {
            scores.record("good", new Evidence("1", Kind.AUTOMATED_TEST, 1.0, START));
            scores.record("bad", new Evidence("2", Kind.AUTOMATED_TEST, 0.0, START));
            assertThat(scores.best(10)).extracting(DealHealth::dealId).containsExactly("good", "bad");

            store.away = true;
            time.pass(Duration.ofMinutes(1));
            assertThat(scores.best(10)).extracting(DealHealth::dealId).containsExactly("good", "bad");
            assertThat(scores.best(10)).extracting(DealHealth::asOf).containsOnly(START);

            store.away = false;
            learnt("3", 0.5);
            shared.rank("deal", 0.5);
            assertThat(scores.best(10)).extracting(DealHealth::dealId).containsExactly("good", "deal", "bad");
        }

        @Test
        void areNotKnownWhileTheStoreIsAwayIfSoManyHaveNeverBeenAskedFor() throws StoreAwayException {
            learnt("1", 1);
            assertThat(scores.best(1)).hasSize(1);
            store.away = true;
            assertThatThrownBy(() -> scores.best(2)).isInstanceOf(StoreAwayException.class);
        }
    }

    private static final class Time extends Clock {
        private Instant now = START;

        private void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    /** What others learn reaches the store; this instance may be cut off from it. */
    private static final class Away implements EvidenceStore {
        private final MemoryEvidenceStore store;
        private boolean away;

        private Away(MemoryEvidenceStore store) {
            this.store = store;
        }

        private MemoryEvidenceStore reached() throws StoreAwayException {
            if (away) {
                throw new StoreAwayException("away", new IllegalStateException("away"));
            }
            return store;
        }

        @Override
        public void add(String dealId, Evidence evidence) throws StoreAwayException {
            reached().add(dealId, evidence);
        }

        @Override
        public List<Evidence> find(String dealId) throws StoreAwayException {
            return reached().find(dealId);
        }

        @Override
        public void forget(String dealId, Collection<Evidence> evidence) throws StoreAwayException {
            reached().forget(dealId, evidence);
        }

        @Override
        public void rank(String dealId, double score) throws StoreAwayException {
            reached().rank(dealId, score);
        }

        @Override
        public List<String> best(int most) throws StoreAwayException {
            return reached().best(most);
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
