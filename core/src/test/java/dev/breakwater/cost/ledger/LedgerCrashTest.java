/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cost.budget.Budget;
import dev.breakwater.cost.budget.BudgetLevel;
import dev.breakwater.cost.budget.Claim;
import dev.breakwater.cost.budget.Hold;
import dev.breakwater.cost.budget.HoldAnswer;
import dev.breakwater.cost.budget.HoldRequest;
import dev.breakwater.cost.budget.LocalBudgetStore;
import dev.breakwater.cost.budget.Period;
import dev.breakwater.cost.ledger.LedgerRow.Event;
import dev.breakwater.exchange.TimeSource;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that spends is killed at any moment, again and again, and no nano-dollar of what it spent is forgotten. */
class LedgerCrashTest {
    private static final Budget BUDGET =
            Budget.named("crash").nanoUsd(100_000_000).period(Period.YEAR).build();
    private static final long MOST_OF_A_CALL = 1_000;

    @TempDir
    Path directory;

    @Test
    void theSumsStandAfterKills() throws Exception {
        kill(2);
    }

    @Test
    @Tag("heavy")
    void theSumsStandAfterAHundredKills() throws Exception {
        kill(100);
    }

    private void kill(int times) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < times; i++) {
            spendAndDie(random.nextInt(30_000));
            verify("kill " + i + " of seed " + seed);
        }
    }

    private void spendAndDie(int bytesUntilThen) throws Exception {
        long before = size("bill");
        Process victim = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> size("bill") > before + bytesUntilThen || !victim.isAlive());
        } finally {
            assertThat(victim.destroyForcibly().waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(Files.readString(directory.resolve("output"))).isEmpty();
    }

    private void verify(String when) throws IOException {
        LedgerReplay replay = LedgerReplay.read(ledger(directory), ZoneOffset.UTC);
        long spent = sum(replay.tally().spent().values());
        long held = sum(replay.tally().held().values());
        LocalBudgetStore store = new LocalBudgetStore(TimeSource.system());
        replay.restore(List.of(BUDGET), store);
        List<BudgetLevel> levels = store.levels(List.of(new Claim(BUDGET, "*", 0, 0)))
                .toCompletableFuture()
                .join();

        assertThat(replay.brokenLines()).as(when).isZero();
        assertThat(replay.unopened() + replay.duplicates()).as(when).isZero();
        assertThat(Conservation.check(replay, levels)).as(when).isEmpty();
        assertThat(levels.get(0).committed() + levels.get(0).held()).as(when).isEqualTo(spent + held);
        assertThat(spent + held).as(when).isPositive().isLessThanOrEqualTo(BUDGET.limit());
        // What the provider has billed is known: as settled, or as held.
        assertThat(bill("bill")).as(when).isLessThanOrEqualTo(spent + held);
        // What the process was told to be kept is there.
        assertThat(bill("kept")).as(when).isLessThanOrEqualTo(spent).isPositive();
    }

    private static long sum(Iterable<Long> amounts) {
        long sum = 0;
        for (long amount : amounts) {
            sum += amount;
        }
        return sum;
    }

    private long size(String name) throws IOException {
        Path file = directory.resolve(name);
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private long bill(String name) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(directory.resolve(name)));
        long sum = 0;
        while (bytes.remaining() >= Long.BYTES) {
            sum += bytes.getLong();
        }
        return sum;
    }

    private static Path ledger(Path directory) {
        return directory.resolve("ledger.jsonl");
    }

    /** Spends with several threads until it is killed. */
    static final class Victim {
        private final LocalBudgetStore store = new LocalBudgetStore(TimeSource.system());
        private final LedgerFile ledger;
        private final FileOutputStream bill;
        private final FileOutputStream kept;

        private Victim(Path directory) throws IOException {
            ledger = LedgerFile.at(ledger(directory)).rotateBytes(256 << 10).open();
            ledger.restore(List.of(BUDGET), store);
            bill = new FileOutputStream(directory.resolve("bill").toFile(), true);
            kept = new FileOutputStream(directory.resolve("kept").toFile(), true);
        }

        public static void main(String... args) throws Exception {
            ((ch.qos.logback.classic.Logger) org.slf4j.LoggerFactory.getLogger(LedgerFile.class))
                    .setLevel(ch.qos.logback.classic.Level.OFF);
            Victim victim = new Victim(Path.of(args[0]));
            for (int i = 0; i < 3; i++) {
                new Thread(victim::spend).start();
            }
        }

        private void spend() {
            try {
                while (call()) {
                    Thread.onSpinWait();
                }
            } catch (IOException fault) {
                throw new IllegalStateException(fault);
            }
        }

        private boolean call() throws IOException {
            HoldRequest request = new HoldRequest(
                    UUID.randomUUID().toString(),
                    List.of(new Claim(BUDGET, "*", MOST_OF_A_CALL, 0)),
                    0,
                    0,
                    Duration.ofMinutes(15));
            HoldAnswer answer = store.hold(request).toCompletableFuture().join();
            if (!(answer instanceof HoldAnswer.Held held)) {
                return false;
            }
            Instant now = Instant.now();
            ledger.append(row(Event.HELD, held.hold(), now, 0));
            long cost = ThreadLocalRandom.current().nextLong(MOST_OF_A_CALL) + 1;
            write(bill, cost);
            store.settle(held.hold(), new long[] {cost});
            ledger.append(row(Event.SETTLED, held.hold(), now, cost));
            write(kept, cost);
            return true;
        }

        private static void write(FileOutputStream to, long amount) throws IOException {
            to.write(ByteBuffer.allocate(Long.BYTES).putLong(amount).array());
        }

        private static LedgerRow row(Event event, Hold hold, Instant begun, long nanoUsd) {
            return new LedgerRow(
                    event,
                    hold.id(),
                    null,
                    1,
                    begun,
                    begun,
                    "openai",
                    "m",
                    null,
                    null,
                    MOST_OF_A_CALL,
                    nanoUsd,
                    null,
                    hold.parts(),
                    hold.expiresAt(),
                    null,
                    null);
        }
    }
}
