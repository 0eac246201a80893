/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RateLimitPolicyTest {
    @Test
    void is_by_address_for_all_requests_at_one_token_unless_told_otherwise() {
        RateLimitPolicy policy = policy("p").build();

        assertThat(policy.key()).containsExactly(CallerKey.IP);
        assertThat(policy.requests().matches("BREW", "/any/where")).isTrue();
        assertThat(policy.cost()).isEqualTo(1);
        assertThat(policy.capacity(0)).isEqualTo(5);
        assertThat(policy.onStoreFailure()).isEqualTo(OnStoreFailure.LOCAL);
        assertThat(policy.needsIdentity()).isFalse();
        assertThat(policy.warnings()).isEmpty();
    }

    @Test
    void several_windows_have_names_of_their_own() {
        assertThat(policy("p").build().items()).containsExactly("p");
        assertThat(policy("p").limits("100/h").build().items()).containsExactly("p-1m", "p-1h");
    }

    @Nested
    class Faults {
        @ParameterizedTest
        @ValueSource(strings = {"", "1a", "-a", "a b", "a\"", "a\\", "\u00e9", "a\r\n", "_a", "a/b"})
        void a_name_that_is_no_name(String name) {
            assertThat(faults(policy(name))).containsExactly("BW-RATE-001 name");
        }

        @Test
        void a_name_that_is_too_long() {
            assertThat(policy("a".repeat(64)).build().name()).hasSize(64);
            assertThat(faults(policy("a".repeat(65)))).containsExactly("BW-RATE-001 name");
        }

        @Test
        void paths_that_are_none() {
            assertThat(faults(policy("p").paths("api").exemptPaths("/a", "status")))
                    .containsExactly("BW-PATH-001 paths[0]", "BW-PATH-001 exempt-paths[1]");
        }

        @Test
        void no_limits() {
            assertThat(faults(RateLimitPolicy.builder("p"))).containsExactly("BW-RATE-002 limits");
        }

        @Test
        void limits_that_do_not_fit_together() {
            assertThat(faults(policy("p").limits("9 per 60s"))).containsExactly("BW-RATE-009 limits[1]");
            assertThat(faults(policy("p").limits("0/h"))).contains("BW-RATE-015 limits[1]");
        }

        @Test
        void more_limits_than_anybody_means() {
            String[] sixteen = IntStream.rangeClosed(1, 16)
                    .mapToObj(i -> i + " per " + i + "s")
                    .toArray(String[]::new);

            assertThat(RateLimitPolicy.builder("p").limits(sixteen).build().limits())
                    .hasSize(16);
            assertThat(faults(RateLimitPolicy.builder("p").limits(sixteen).limits("17 per 17s")))
                    .containsExactly("BW-RATE-053 limits");
            assertThat(faults(policy("p").plan("pro", String.join("; ", sixteen) + "; 17 per 17s")))
                    .containsExactly("BW-RATE-053 plans.pro");
        }

        @Test
        void a_burst_that_does_not_fit() {
            assertThat(faults(policy("p").limits("9/h").burst(3))).containsExactly("BW-RATE-006 burst");
            assertThat(faults(policy("p").burst(0))).containsExactly("BW-RATE-007 burst");
        }

        @Test
        void a_cost_that_no_bucket_can_pay() {
            assertThat(faults(policy("p").cost(-1))).containsExactly("BW-RATE-008 cost");
            assertThat(faults(policy("p").cost(6))).containsExactly("BW-RATE-008 cost");
            assertThat(faults(policy("p").cost(3).burst(2))).containsExactly("BW-RATE-008 cost");
            assertThat(faults(RateLimitPolicy.builder("p").limits("5/s; 9/m").cost(10)))
                    .containsExactly("BW-RATE-008 cost");
            assertThat(policy("p").cost(6).burst(6).build().cost()).isEqualTo(6);
        }

        @Test
        void a_key_that_is_none_or_never_reached() {
            assertThat(faults(policy("p").key("cookie"))).containsExactly("BW-RATE-010 key[0]");
            assertThat(faults(policy("p").key("user", "header:a b"))).containsExactly("BW-RATE-010 key[1]");
            assertThat(faults(policy("p").key("ip", "user"))).containsExactly("BW-RATE-011 key[1]");
            assertThat(faults(policy("p").key(new CallerKey[0]))).containsExactly("BW-RATE-020 key");
        }

        @Test
        void all_of_them_at_once() {
            assertThat(faults(RateLimitPolicy.builder("1")
                            .paths("api")
                            .methods("G T")
                            .key("me")
                            .limits("many")
                            .cost(-1)))
                    .containsExactly(
                            "BW-PATH-001 paths[0]",
                            "BW-RATE-010 key[0]",
                            "BW-RATE-003 limits[0]",
                            "BW-RATE-001 name",
                            "BW-RATE-017 methods[0]",
                            "BW-RATE-008 cost");
        }
    }

    @Nested
    class Warnings {
        @Test
        void a_limit_of_zero_blocks_and_says_so() {
            RateLimitPolicy policy =
                    RateLimitPolicy.builder("p").limits("0 per minute").build();

            assertThat(policy.isBlocking()).isTrue();
            assertThat(codes(policy.warnings())).containsExactly("BW-RATE-012");
        }

        @Test
        void a_claim_alone_gives_fresh_quota_to_whoever_invents_one() {
            assertThat(codes(policy("p").key("api-key").build().warnings())).containsExactly("BW-RATE-013");
            assertThat(codes(policy("p").key("header:X-Tenant").build().warnings()))
                    .containsExactly("BW-RATE-013");
        }

        @Test
        void users_alone_leave_all_others_in_one_bucket() {
            assertThat(codes(policy("p").key("user").build().warnings())).containsExactly("BW-RATE-014");
            assertThat(policy("p").key("user", "ip").build().warnings()).isEmpty();
        }

        @Test
        void a_method_in_lower_case_matches_nothing_that_is_common() {
            assertThat(codes(policy("p").methods("post").build().warnings())).containsExactly("BW-RATE-018");
        }
    }

    @Nested
    class Together {
        @Test
        void names_are_unique_without_regard_to_case() {
            InvalidPolicyException fault = catchThrowableOfType(
                    InvalidPolicyException.class,
                    () -> RateLimitPolicies.of(
                            List.of(policy("api").build(), policy("API").build())));

            assertThat(fault.problems()).singleElement().satisfies(problem -> {
                assertThat(problem.code()).isEqualTo("BW-RATE-016");
                assertThat(problem.path()).isEqualTo("policies[1].name");
            });
        }

        @Test
        void a_name_may_not_be_that_of_another_policys_window() {
            assertThat(catchThrowableOfType(
                            InvalidPolicyException.class,
                            () -> RateLimitPolicies.of(List.of(
                                    policy("api").limits("9/h").build(),
                                    policy("api-1H").build()))))
                    .isNotNull();
        }

        @Test
        void the_fields_know_no_windows_below_a_second() {
            RateLimitPolicy policy =
                    RateLimitPolicy.builder("p").limits("5/100ms").build();

            InvalidPolicyException fault = catchThrowableOfType(
                    InvalidPolicyException.class,
                    () -> RateLimitGuard.builder().policies(policy).build());

            assertThat(codes(fault.problems())).containsExactly("BW-RATE-019");
            RateLimitGuard.builder()
                    .policies(policy)
                    .fields(RateLimitFields.of(RateLimitDialect.NONE))
                    .build();
        }

        @Test
        void a_claim_in_a_list_needs_a_verifier_to_count() {
            RateLimitGuard.Builder guard = RateLimitGuard.builder()
                    .policies(policy("p").key("api-key", "ip").build());

            assertThat(codes(guard.build().warnings())).containsExactly("BW-RATE-022");
            assertThat(guard.verifier((header, credential, exchange) -> true)
                            .build()
                            .warnings())
                    .isEmpty();
        }
    }

    private static RateLimitPolicy.Builder policy(String name) {
        return RateLimitPolicy.builder(name).limits("5 per minute");
    }

    private static List<String> faults(RateLimitPolicy.Builder builder) {
        InvalidPolicyException fault = catchThrowableOfType(InvalidPolicyException.class, builder::build);
        return fault.problems().stream()
                .filter(Problem::isError)
                .map(problem -> problem.code() + " " + problem.path())
                .toList();
    }

    private static List<String> codes(List<Problem> problems) {
        return problems.stream().map(Problem::code).toList();
    }
}
