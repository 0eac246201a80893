/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cost.budget.SettleAnswer.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Takes random steps with a store, and keeps books of its own beside it: plain sums of all that was ever told. */
final class BudgetMachine {
    private static final List<String> KEYS = List.of("a", "b", "c");

    private final BudgetStoreContract contract;
    private final Random random;
    private final Budget money = Budget.named("money").nanoUsd(1_000_000).build();
    private final Budget tokens = Budget.named("tokens")
            .key(BudgetKey.USER)
            .tokens(5_000)
            .period(Period.HOUR)
            .build();
    private final Budget rolling = Budget.named("rolling")
            .key(BudgetKey.MODEL)
            .nanoUsd(400_000)
            .rolling(Period.HOUR)
            .build();
    private final List<Hold> open = new ArrayList<>();
    private final List<Hold> ended = new ArrayList<>();
    private final Map<String, Long> used = new HashMap<>();
    private final Map<String, Long> beyond = new HashMap<>();
    private int charges;
    private Instant charged = Instant.EPOCH;

    BudgetMachine(BudgetStoreContract contract, Random random) {
        this.contract = contract;
        this.random = random;
    }

    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            step();
            if (i % 16 == 0) {
                check();
            }
        }
        check();
        assertThat(ended).hasSizeGreaterThan(steps / 10);
    }

    private void step() {
        int dice = random.nextInt(100);
        if (dice < 45) {
            hold();
        } else if (dice < 80) {
            settle();
        } else if (dice < 90) {
            repeat();
        } else if (dice < 94) {
            charge();
        } else {
            contract.time.advance(Duration.ofSeconds(random.nextInt(dice == 99 ? 4_000 : 40)));
        }
    }

    private List<Claim> claims() {
        List<Claim> claims = new ArrayList<>();
        claims.add(new Claim(money, "*", random.nextInt(2_000), random.nextInt(20)));
        if (random.nextBoolean()) {
            claims.add(new Claim(tokens, KEYS.get(random.nextInt(3)), random.nextInt(100), 1));
        }
        if (random.nextBoolean()) {
            claims.add(0, new Claim(rolling, KEYS.get(random.nextInt(3)), random.nextInt(2_000), random.nextInt(20)));
        }
        return claims;
    }

    private void hold() {
        long wanted = random.nextInt(300);
        HoldAnswer answer = contract.hold(new HoldRequest(
                contract.id(), claims(), wanted, Math.min(wanted, random.nextInt(100)), Duration.ofMinutes(10)));
        if (answer instanceof HoldAnswer.Held held) {
            open.add(held.hold());
            held.hold().parts().forEach(part -> count(part, part.amount()));
        }
    }

    private void settle() {
        if (open.isEmpty()) {
            return;
        }
        Hold hold = open.remove(random.nextInt(open.size()));
        boolean late = !contract.time.now().isBefore(hold.expiresAt());
        long[] spent = new long[hold.parts().size()];
        for (int i = 0; i < spent.length; i++) {
            Hold.Part part = hold.parts().get(i);
            spent[i] = spent(part.amount());
            count(part, spent[i] - part.amount());
            beyond.merge(name(part), Math.max(0, spent[i] - part.amount()), Long::sum);
        }
        assertThat(contract.settle(hold, spent)).isEqualTo(late ? Result.CORRECTED : Result.SETTLED);
        ended.add(hold);
    }

    private long spent(long held) {
        return switch (random.nextInt(10)) {
            case 0 -> 0;
            case 1 -> held;
            case 2 -> held + random.nextInt(500);
            default -> random.nextLong(held + 1);
        };
    }

    private void repeat() {
        if (!ended.isEmpty()) {
            Hold hold = ended.get(random.nextInt(ended.size()));
            assertThat(contract.settle(hold, new long[hold.parts().size()])).isEqualTo(Result.ALREADY);
        }
    }

    private void charge() {
        Claim claim = new Claim(money, "*", random.nextInt(3_000), 0);
        // Stores remember the names of charges for an hour.
        boolean again = random.nextInt(4) == 0 && contract.time.now().isBefore(charged.plus(Duration.ofHours(1)));
        String id = "charge-" + (again ? charges : ++charges);
        if (!again) {
            charged = contract.time.now();
            long window = BudgetWindows.windowAt(money, contract.time.now()).start();
            Hold.Part part = new Hold.Part(money, "*", window, claim.fixed());
            count(part, claim.fixed());
            beyond.merge(name(part), claim.fixed(), Long::sum);
        }
        assertThat(contract.charge(id, claim).result()).isEqualTo(again ? Result.ALREADY : Result.SETTLED);
    }

    private void count(Hold.Part part, long more) {
        used.merge(name(part), more, Long::sum);
    }

    private static String name(Hold.Part part) {
        return name(part.budget(), part.key(), part.window());
    }

    private static String name(Budget budget, String key, long window) {
        return budget.name() + "/" + key + "/" + window;
    }

    private void check() {
        check(money, "*");
        KEYS.forEach(key -> check(tokens, key));
        KEYS.forEach(key -> check(rolling, key));
    }

    private void check(Budget budget, String key) {
        BudgetWindow window = BudgetWindows.windowAt(budget, contract.time.now());
        long length = window.end() - window.start();
        long expected = 0;
        long excess = 0;
        for (long start = window.from(); start <= window.start(); start += length) {
            expected += used.getOrDefault(name(budget, key, start), 0L);
            excess += beyond.getOrDefault(name(budget, key, start), 0L);
        }
        BudgetLevel level = contract.level(budget, key);
        assertThat(level.committed() + level.held()).isEqualTo(expected);
        assertThat(level.committed()).isNotNegative();
        assertThat(level.held()).isNotNegative();
        assertThat(expected).isLessThanOrEqualTo(budget.limit() + excess);
    }
}
