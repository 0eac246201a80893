/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.Verdict;
import dev.breakwater.config.GeneratedFile;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderRules;
import dev.breakwater.exchange.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What each dialect says in each situation, byte by byte, against committed files. Those files are the product's promise:
 * a difference is a change of behaviour.
 */
final class DialectGoldenTest {
    private static final String SECRET = "for-these-tests-alone";

    private static final List<Situation> SITUATIONS = List.of(
            new Situation("one policy", 1, "user: 600/m"),
            new Situation("one policy, half spent", 300, "user: 600/m"),
            new Situation("two windows", 3, "api: 5/s; 100/h"),
            new Situation("two policies", 2, "user: 600/m", "burst: 20/s"),
            new Situation("two policies, the second one emptier", 5, "user: 600/m", "sign-in: 6/h"),
            new Situation("refused", 6, "user: 5/m"),
            new Situation("refused by two", 3, "minute: 2/m", "hour: 2/h", "day: 9/d"),
            new Situation("refused by one of two windows", 3, "api: 2/s; 100/h"),
            new Situation("blocked", 1, "closed: 0/m"),
            new Situation("blocked beside another policy", 1, "user: 5/m", "closed: 0/m"),
            new Situation("a very large count", 1, "all: 9223372036854775807/s"),
            new Situation("burst above the count", 1, "user: 10/m burst 50"),
            new Situation("burst below the count", 3, "user: 600/m burst 2"),
            new Situation("cost 3", 2, "tokens: 100/m cost 3"),
            new Situation("cost 0", 2, "free: 100/m cost 0"));

    /** Requests of one caller at one moment; what the last of them is told. */
    private record Situation(String name, int requests, String... policies) {
        String toldIn(RateLimitFields fields) {
            RateLimitGuard guard = RateLimitGuard.builder()
                    .fields(fields)
                    .time(new ManualTime())
                    .policies(List.of(policies).stream().map(Situation::policy).toList())
                    .build();
            Verdict verdict = Verdict.proceed();
            for (int i = 0; i < requests; i++) {
                verdict = guard.inspect(TestExchange.get("/"));
            }
            return "### " + name + ": request " + requests + " under " + String.join(", ", policies) + "\n"
                    + text(verdict) + "\n";
        }

        // NAME: LIMITS [burst N] [cost N]
        private static RateLimitPolicy policy(String text) {
            String[] words = text.split(": | (?=burst|cost)");
            RateLimitPolicy.Builder policy = RateLimitPolicy.builder(words[0]).limits(words[1]);
            for (int i = 2; i < words.length; i++) {
                long number = Long.parseLong(words[i].substring(words[i].indexOf(' ') + 1));
                if (words[i].startsWith("burst")) {
                    policy.burst(number);
                } else {
                    policy.cost(number);
                }
            }
            return policy.build();
        }
    }

    private static String text(Verdict verdict) {
        StringBuilder text = new StringBuilder();
        Reply reply = verdict instanceof Verdict.Respond respond ? respond.reply() : Reply.of(200);
        text.append(reply.status()).append('\n');
        rules(verdict).forEach(rule -> text.append(rule.name() + ": " + rule.value() + "\n"));
        reply.headers().forEach(header -> text.append(header.name() + ": " + header.value() + "\n"));
        return text.append(reply.length() == 0 ? "" : "\n" + reply.text() + "\n")
                .toString();
    }

    private static HeaderRules rules(Verdict verdict) {
        return verdict instanceof Verdict.Respond respond ? respond.rules() : ((Verdict.Proceed) verdict).rules();
    }

    @ParameterizedTest
    @EnumSource
    void says_what_the_committed_file_says(RateLimitDialect dialect) {
        agrees(dialect.toString(), RateLimitFields.of(dialect));
    }

    @ParameterizedTest
    @EnumSource(names = {"DRAFT_11", "DRAFT_11_NEXT"})
    void says_so_with_partition_keys_too(RateLimitDialect dialect) {
        agrees(
                dialect + "-partition-keys",
                RateLimitFields.builder()
                        .dialects(List.of(dialect))
                        .partitionKeySecret(SECRET)
                        .build());
    }

    private static void agrees(String name, RateLimitFields fields) {
        StringBuilder all = new StringBuilder();
        SITUATIONS.forEach(situation -> all.append(situation.toldIn(fields)));
        GeneratedFile.at("src/test/resources/dev/breakwater/ratelimit/wire/" + name + ".txt")
                .is(all.toString());
    }

    @ParameterizedTest
    @EnumSource(names = {"DRAFT_11", "DRAFT_11_NEXT"})
    void every_list_is_legal_and_complete(RateLimitDialect dialect) {
        for (Situation situation : SITUATIONS) {
            String told = situation.toldIn(RateLimitFields.builder()
                    .dialects(List.of(dialect))
                    .partitionKeySecret(SECRET)
                    .build());
            List<StructuredList.Item> policies = StructuredList.parse(field(told, "RateLimit-Policy"));
            List<StructuredList.Item> limits = StructuredList.parse(field(told, "RateLimit"));
            assertThat(limits).as(told).isNotEmpty().hasSameSizeAs(policies);
            for (int i = 0; i < limits.size(); i++) {
                assertPolicy(policies.get(i));
                assertLimit(limits.get(i), dialect);
                assertThat(limits.get(i).value()).isEqualTo(policies.get(i).value());
            }
        }
    }

    private static void assertPolicy(StructuredList.Item policy) {
        assertThat(policy.value()).isInstanceOf(StructuredList.Text.class);
        assertThat(policy.parameters()).containsOnlyKeys("q", "w");
        assertThat(policy.integer("q")).isBetween(0L, 999_999_999_999_999L);
        assertThat(policy.integer("w")).isPositive();
    }

    private static void assertLimit(StructuredList.Item limit, RateLimitDialect dialect) {
        Map<String, Object> parameters = limit.parameters();
        assertThat((byte[]) parameters.get("pk")).hasSize(12);
        assertThat(limit.integer("r")).isBetween(0L, 999_999_999_999_999L);
        if (dialect == RateLimitDialect.DRAFT_11) {
            assertThat(parameters.keySet()).isSubsetOf("r", "t", "pk");
            return;
        }
        assertThat(parameters.keySet()).isSubsetOf("r", "t", "a", "w", "c", "pk");
        assertThat(limit.integer("a")).isEqualTo(limit.integer("r"));
        assertThat(parameters.get("w")).isEqualTo(parameters.get("t"));
        assertThat(limit.integer("c")).isNotNegative();
    }

    @ParameterizedTest
    @EnumSource(names = {"DRAFT_6", "DRAFT_7"})
    void the_lists_and_dictionaries_of_earlier_drafts_are_legal(RateLimitDialect dialect) {
        for (Situation situation : SITUATIONS) {
            String told = situation.toldIn(RateLimitFields.of(dialect));
            for (StructuredList.Item policy : StructuredList.parse(field(told, "RateLimit-Policy"))) {
                assertThat(policy.value()).isInstanceOf(Long.class);
                assertThat(policy.integer("w")).isPositive();
            }
            if (dialect == RateLimitDialect.DRAFT_7) {
                Map<String, StructuredList.Item> limit = StructuredList.parseDictionary(field(told, "RateLimit"));
                assertThat(limit).containsOnlyKeys("limit", "remaining", "reset");
                limit.values().forEach(item -> assertThat((Long) item.value()).isNotNegative());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothing_stands_over_a_redirect(RateLimitDialect dialect) {
        RateLimitGuard guard = RateLimitGuard.builder()
                .fields(RateLimitFields.of(dialect))
                .policies(RateLimitPolicy.builder("p").limits("1/h").build())
                .build();

        assertThat(rules(guard.inspect(TestExchange.get("/")))).allMatch(HeaderRule::isExceptOn3xx);
        assertThat(rules(guard.inspect(TestExchange.get("/")))).allMatch(HeaderRule::isExceptOn3xx);
    }

    @ParameterizedTest
    @EnumSource
    void only_fields_that_scripts_may_read_are_sent(RateLimitDialect dialect) {
        RateLimitFields fields = RateLimitFields.of(dialect);
        List<String> sent = new ArrayList<>();
        for (Situation situation : SITUATIONS) {
            situation
                    .toldIn(fields)
                    .lines()
                    .filter(line -> line.contains("RateLimit"))
                    .forEach(sent::add);
        }
        assertThat(sent).allMatch(line -> fields.names().contains(line.substring(0, line.indexOf(':'))));
    }

    private static String field(String told, String name) {
        return told.lines()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + told));
    }
}
