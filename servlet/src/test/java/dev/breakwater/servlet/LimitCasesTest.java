/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.contract.RawAnswer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What clients see of limits, case by case, on a real server. One service for all: each case puts its own settings into
 * force, with names of its own, so that it finds full buckets.
 */
@Tag("container")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LimitCasesTest {
    private LimitedService service;

    @BeforeAll
    void start() throws Exception {
        service = new LimitedService();
    }

    @AfterAll
    void stop() throws Exception {
        service.close();
    }

    @Test
    void case01FiveAreAdmittedAndCountedDown() throws Exception {
        service.limit("one", "5 per minute");

        for (int left = 4; left >= 0; left--) {
            RawAnswer answer = service.get("/");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("RateLimit")).singleElement().asString().startsWith("\"one\";r=" + left + ";");
        }
        assertThat(service.get("/").status()).isEqualTo(429);
    }

    @Test
    void case05NoSpanAdmitsMoreThanCapacityAndRate() throws Exception {
        service.limit("five", "10 per minute");
        Random random = new Random(5);
        List<Long> admittedAt = new ArrayList<>();
        long now = 0;
        for (int i = 0; i < 150; i++) {
            long step = random.nextInt(4_000);
            now += step;
            service.time.advance(Duration.ofMillis(step));
            if (service.status("/") == 200) {
                admittedAt.add(now);
            }
        }

        for (int from = 0; from < admittedAt.size(); from++) {
            for (int to = from; to < admittedAt.size(); to++) {
                double span = (admittedAt.get(to) - admittedAt.get(from)) / 60_000.0;
                assertThat(to - from + 1).isLessThanOrEqualTo((int) (10 + 10 * span));
            }
        }
        assertThat(admittedAt).hasSizeGreaterThan(45);
    }

    @Test
    void case07ALimitOfZeroAdmitsNobody() throws Exception {
        service.limit("zero", "0 per minute");

        for (int i = 0; i < 3; i++) {
            RawAnswer answer = service.get("/");
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.header("RateLimit-Policy")).containsExactly("\"zero\";q=0;w=60");
            assertThat(answer.header("RateLimit")).containsExactly("\"zero\";r=0");
            assertThat(answer.header("Retry-After")).isEmpty();
        }
    }

    @Test
    void case08TheLargestLimitFitsIntoTheFields() throws Exception {
        service.limit("vast", Long.MAX_VALUE + " per minute");

        RawAnswer answer = service.get("/");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("RateLimit-Policy")).containsExactly("\"vast\";q=999999999999999;w=60");
        assertThat(answer.header("RateLimit")).singleElement().asString().startsWith("\"vast\";r=999999999999999;");
    }

    @Test
    void case10WhatIsNotCoveredTakesNothing() throws Exception {
        int[][] table = {{3, 200, 2}, {3, 429, 2}, {2, 200, 0}, {0, 200, 0}, {1, 429, 0}};
        for (int[] row : table) {
            service.configure("name", "cost", "limits", "5 per hour", "cost", Integer.toString(row[0]));
            RawAnswer answer = service.get("/");
            assertThat(answer.status()).as("cost %d", row[0]).isEqualTo(row[1]);
            assertThat(answer.header("RateLimit")).singleElement().asString().startsWith("\"cost\";r=" + row[2] + ";");
        }
    }

    @Test
    void case12BothViolatedPoliciesAreNamedAndTheLongerWaitHolds() throws Exception {
        service.configure("name", "minute", "limits", "1 per minute", "1.name", "hour", "1.limits", "1 per hour");
        service.get("/");

        RawAnswer answer = service.get("/");

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.text()).contains("\"violated-policies\":[\"minute\",\"hour\"]");
        assertThat(answer.header("Retry-After")).containsExactly("3600");
    }

    @Test
    void case13NoMoreWrongPasswordsReachTheHandlerThanTheLimitSays() throws Exception {
        service.configure("name", "guesses", "limits", "5 per minute", "paths", "/login", "count", "failures");
        service.reached.set(0);

        List<Integer> statuses =
                together(50, () -> service.get("/login", "Password: wrong").status());

        assertThat(service.reached).hasValue(5);
        assertThat(Collections.frequency(statuses, 401)).isEqualTo(5);
        assertThat(Collections.frequency(statuses, 429)).isEqualTo(45);
    }

    @Test
    void case13RightPasswordsAllPass() throws Exception {
        service.configure("name", "logins", "limits", "5 per minute", "paths", "/login", "count", "failures");
        for (int i = 0; i < 50; i++) {
            service.awaitIdle();
            assertThat(service.get("/login", "Password: right").status()).isEqualTo(200);
        }
    }

    @Test
    void case13AFailureThatIsARedirectCountsWhereTheApplicationSaysSo() throws Exception {
        service.configure("name", "hidden", "limits", "5 per minute", "paths", "/login", "count", "failures");
        for (int i = 0; i < 5; i++) {
            assertThat(service.get("/login", "Password: redirected").status()).isEqualTo(302);
            service.awaitIdle();
        }

        assertThat(service.status("/login")).isEqualTo(429);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/error", "/forward", "/include", "/async-dispatch", "/throw"})
    void case14EachKindOfDispatchIsChargedOnce(String path) throws Exception {
        service.limit("once" + path.replace('/', '-'), "9 per hour");
        service.get(path);

        assertThat(service.get("/").header("RateLimit"))
                .singleElement()
                .asString()
                .contains(";r=7;");
    }

    @Test
    void case15AChangeOfLimitsCarriesInProportion() throws Exception {
        service.limit("change", "100 per hour");
        for (int i = 0; i < 50; i++) {
            assertThat(service.status("/")).isEqualTo(200);
        }

        service.limit("change", "10 per hour");

        assertThat(service.get("/").header("RateLimit"))
                .singleElement()
                .asString()
                .startsWith("\"change\";r=4;");
        service.limit("change", "100 per hour");
        assertThat(service.get("/").header("RateLimit"))
                .singleElement()
                .asString()
                .startsWith("\"change\";r=39;");
    }

    @Test
    void case15SoDoesAChangeOfPlan() throws Exception {
        service.configure("name", "plan", "limits", "10 per hour", "plans.pro", "100 per hour");
        for (int i = 0; i < 5; i++) {
            service.get("/");
        }

        assertThat(service.get("/", "Test-Plan: pro").header("RateLimit"))
                .singleElement()
                .asString()
                .startsWith("\"plan\";r=49;");
    }

    @Test
    void case16WhatWasReservedTooMuchComesBack() throws Exception {
        service.configure("name", "llm", "limits", "1000 per hour", "cost", "1000", "paths", "/llm/**");
        assertThat(service.get("/llm/settled").status()).isEqualTo(200);

        service.configure("name", "llm", "limits", "1000 per hour", "cost", "0", "paths", "/llm/**");
        assertThat(service.get("/llm/other").header("RateLimit"))
                .singleElement()
                .asString()
                .startsWith("\"llm\";r=750;");
    }

    @Test
    void case16AClientThatGoesAwayPaysForWhatWasReported() throws Exception {
        service.configure("name", "aborted", "limits", "1000 per hour", "cost", "1000", "paths", "/llm/**");
        service.client.sendAndAbort("GET /llm/endless HTTP/1.1", "Policy: aborted");
        service.awaitIdle();

        service.configure("name", "aborted", "limits", "1000 per hour", "cost", "0", "paths", "/llm/**");
        assertThat(service.get("/llm/other").header("RateLimit"))
                .singleElement()
                .asString()
                .startsWith("\"aborted\";r=750;");
    }

    @Test
    void case30PreflightsAreNotCharged() throws Exception {
        service.configure("name", "preflights", "limits", "9 per hour");
        String[] preflight = {"Origin: " + LimitedService.ORIGIN, "Access-Control-Request-Method: GET"};
        List<Integer> statuses = service.keepAlive("OPTIONS / HTTP/1.1", 1_000, i -> preflight);
        assertThat(statuses).hasSize(1_000).containsOnly(204);

        assertThat(service.get("/").header("RateLimit"))
                .singleElement()
                .asString()
                .contains(";r=8;");
        service.client.send(new byte[0], "OPTIONS / HTTP/1.1");
        assertThat(service.get("/").header("RateLimit"))
                .as("any other OPTIONS is charged")
                .singleElement()
                .asString()
                .contains(";r=6;");
    }

    @Test
    void case32AForwardingHeaderOfAStrangerChangesNothing() throws Exception {
        service.limit("direct", "5 per hour");
        service.trustNobody();
        List<Integer> statuses =
                service.keepAlive("GET / HTTP/1.1", 8, i -> new String[] {"X-Forwarded-For: 203.0.113." + i});

        assertThat(statuses).containsExactly(200, 200, 200, 200, 200, 429, 429, 429);
    }

    @ParameterizedTest(name = "{1} networks of {0}: {2} admitted")
    @CsvSource({"2001:db8::%x, 300, 5", "2001:db8:0:%x::1, 256, 80"})
    void case37OneNetworkIsOneClientAndTheOneAroundItHasABound(String addresses, int count, int admitted)
            throws Exception {
        service.limit("v6-" + count, "5 per hour");
        List<Integer> statuses = service.keepAlive("GET / HTTP/1.1", count, i ->
                new String[] {"X-Forwarded-For: " + addresses.replace("%x", hex(i))});

        assertThat(Collections.frequency(statuses, 200)).isEqualTo(admitted);
        assertThat(Collections.frequency(statuses, 429)).isEqualTo(count - admitted);
    }

    @Test
    void case40ClientsWithoutAnAddressAreOneAndNotExempt() throws Exception {
        service.configureWith("exempt", "127.0.0.0/8, ::1", "policies[0].name", "nobody", "policies[0].limits", "2/h");

        for (int status : new int[] {200, 200, 429}) {
            assertThat(service.get("/", "Test-No-Peer: true").status()).isEqualTo(status);
        }
        assertThat(service.status("/")).isEqualTo(200);
    }

    @Test
    void case45UsersBehindOneAddressHaveTheirOwnQuota() throws Exception {
        service.configure("name", "users", "limits", "3 per hour", "key", "user, ip");
        for (int i = 0; i < 4; i++) {
            assertThat(service.status("/")).isEqualTo(i < 3 ? 200 : 429);
        }

        List<Integer> users = service.keepAlive("GET / HTTP/1.1", 200, i -> new String[] {"Test-User: u" + i});
        assertThat(users).hasSize(200).containsOnly(200);
        for (int i = 0; i < 5; i++) {
            assertThat(service.get("/", "Test-User: wrong").status()).isEqualTo(i < 3 ? 401 : 429);
        }
    }

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @CsvSource({"10.1.0.1, 200, 200", "10.2.0.1, 403, 403", "192.0.2.1, 200, 429"})
    void case47ExemptGoesBeforeBlockedAndThatBeforeLimits(String client, int first, int second) throws Exception {
        service.configureWith(
                "exempt", "10.1.0.0/16",
                "blocklist", "10.0.0.0/8",
                "policies[0].name", "last",
                "policies[0].limits", "1 per hour");

        assertThat(service.get("/", "X-Forwarded-For: " + client).status()).isEqualTo(first);
        RawAnswer answer = service.get("/", "X-Forwarded-For: " + client);
        assertThat(answer.status()).isEqualTo(second);
        if (second == 403) {
            assertThat(answer.header("Content-Type")).containsExactly("application/problem+json");
            assertThat(answer.header("Cache-Control")).containsExactly("no-store");
            assertThat(answer.header("RateLimit")).isEmpty();
        }
    }

    @Test
    void case47ABlocklistNeedsNoPolicy() throws Exception {
        service.configureWith("blocklist", "192.0.2.0/24");

        assertThat(service.get("/", "X-Forwarded-For: 192.0.2.9").status()).isEqualTo(403);
        assertThat(service.status("/")).isEqualTo(200);
    }

    @Test
    void severalPoliciesAtOnceNeverOverAdmitAndUnderAdmitNoMoreThanWhatIsInFlight() throws Exception {
        service.configure(
                "name",
                "narrow",
                "limits",
                "40 per hour",
                "1.name",
                "wide",
                "1.limits",
                "60 per hour",
                "1.key",
                "global");
        List<Integer> statuses = together(8, () -> service.keepAlive("GET / HTTP/1.1", 10, i -> new String[0])).stream()
                .flatMap(List::stream)
                .toList();

        assertThat(statuses).hasSize(80);
        assertThat(Collections.frequency(statuses, 200)).isEqualTo(40);
        assertThat(service.get("/", "X-Forwarded-For: 203.0.113.1").header("RateLimit"))
                .as("who was refused took nothing from the other")
                .singleElement()
                .asString()
                .contains("\"wide\";r=19;");
    }

    @Test
    void pathsThatAPolicyIsExemptFromAreNeitherCountedNorRefused() throws Exception {
        service.configure(
                "name",
                "but",
                "paths",
                "/api/**",
                "exempt-paths",
                "/api/status, /api/*/ping",
                "limits",
                "1 per minute");

        assertThat(service.get("/api/status").header("RateLimit")).isEmpty();
        assertThat(service.status("/api/orders")).isEqualTo(200);
        assertThat(service.status("/api/orders")).isEqualTo(429);
        assertThat(service.status("/api/status")).isEqualTo(200);
        assertThat(service.status("/api/v2/ping")).isEqualTo(200);
        assertThat(service.status("/api/status/more")).isEqualTo(429);
        assertThat(service.status("/api/%73tatus")).isEqualTo(200);
    }

    private static String hex(int number) {
        return Integer.toHexString(number);
    }

    private interface Work<T> {
        T call() throws IOException;
    }

    /** Does the same on many threads, let go at once. */
    private static <T> List<T> together(int threads, Work<T> work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CountDownLatch ready = new CountDownLatch(threads);
        try {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(pool.submit(() -> {
                    ready.countDown();
                    assertThat(ready.await(20, TimeUnit.SECONDS)).isTrue();
                    return work.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get(60, TimeUnit.SECONDS));
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }
}
