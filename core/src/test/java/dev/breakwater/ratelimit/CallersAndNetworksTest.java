/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import static dev.breakwater.ratelimit.RateLimitRig.end;
import static dev.breakwater.ratelimit.RateLimitRig.field;
import static dev.breakwater.ratelimit.RateLimitRig.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.caller.Cidr;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.Reply;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is charged: users and those who may become one, plans, networks around addresses, and networks by name. */
final class CallersAndNetworksTest {
    @Nested
    class UsersBehindOneAddress {
        private final RateLimitRig rig =
                RateLimitRig.of(policy("p", "3 per hour").key("user", "ip"));

        @Test
        void have_their_own_buckets_and_do_not_use_up_the_addresss() {
            for (int i = 0; i < 200; i++) {
                assertThat(rig.admit(TestExchange.get("/"), "user" + i).reply()).isNull();
            }

            assertThat(field(rig.admit(TestExchange.get("/"), null))).startsWith("\"p\";r=2;");
        }

        @Test
        void are_not_hit_by_what_anonymous_requests_have_used_up() {
            for (int i = 0; i < 3; i++) {
                assertThat(rig.admit(TestExchange.get("/"), null).reply()).isNull();
            }
            assertThat(rig.admit(TestExchange.get("/"), null).reply()).isNotNull();

            assertThat(field(rig.admit(TestExchange.get("/"), "alice"))).startsWith("\"p\";r=2;");
        }

        @Test
        void are_under_admitted_by_no_more_than_what_is_in_flight() {
            for (int i = 0; i < 3; i++) {
                assertThat(rig.admit(TestExchange.get("/")).reply()).isNull();
            }

            assertThat(rig.admit(TestExchange.get("/")).reply()).isNotNull();
        }

        @Test
        void who_refuses_a_login_leaves_the_provisional_charge() {
            for (int i = 0; i < 3; i++) {
                end(rig.admit(TestExchange.get("/")), 401);
            }

            assertThat(rig.get("/")).isEqualTo(429);
            assertThat(field(rig.admit(
                            TestExchange.request("GET", "/").user("alice").build())))
                    .as("who is known on arrival is charged at once")
                    .startsWith("\"p\";r=2;");
        }
    }

    @Nested
    class Plans {
        private final AtomicReference<String> plan = new AtomicReference<>();
        private final RateLimitRig rig = RateLimitRig.of(
                RateLimitGuard.builder().plans(exchange -> {
                    if ("broken".equals(plan.get())) {
                        throw new IllegalStateException("planned");
                    }
                    return plan.get();
                }),
                policy("api", "10 per hour").plan("pro", "100 per hour").plan("none", "0 per hour"));

        @ParameterizedTest(name = "{0}: {1}")
        @CsvSource({"pro, 99", "PRO, 99", "unknown, 9", ", 9", "broken, 9"})
        void are_found_by_name_or_else_the_policys_own_limits_hold(String name, long remaining) {
            plan.set(name);

            assertThat(rig.fields(TestExchange.get("/"))).startsWith("\"api\";r=" + remaining + ";");
        }

        @Test
        void take_along_what_is_used_up_when_a_caller_changes_plan() {
            for (int i = 0; i < 5; i++) {
                rig.get("/");
            }

            plan.set("pro");
            assertThat(rig.fields(TestExchange.get("/"))).startsWith("\"api\";r=49;");
        }

        @Test
        void give_no_window_anew_to_whoever_leaves_and_comes_back() {
            AtomicReference<String> current = new AtomicReference<>();
            RateLimitRig daily = RateLimitRig.of(
                    RateLimitGuard.builder().plans(exchange -> current.get()),
                    policy("api", "10 per minute").plan("pro", "100 per minute; 200 per day"));
            int admitted = 0;
            for (int minute = 0; minute < 30; minute++) {
                current.set("pro");
                for (int i = 0; i < 50; i++) {
                    admitted += daily.get("/") == 200 ? 1 : 0;
                }
                daily.time.advance(Duration.ofMinutes(1));
                current.set(null);
                daily.get("/");
            }

            assertThat(admitted).isBetween(190, 205);
        }

        @Test
        void of_users_count_where_nobody_else_may_pass() {
            RateLimitRig members = RateLimitRig.of(
                    RateLimitGuard.builder().plans(exchange -> exchange.user() == null ? null : "pro"),
                    policy("api", "0 per minute").key("user", "ip").plan("pro", "5 per minute"));

            assertThat(members.admit(TestExchange.get("/"), "alice").reply()).isNull();
            assertThat(members.admit(TestExchange.get("/"), null).reply()).isNotNull();
        }

        @Test
        void may_block() {
            plan.set("none");

            assertThat(rig.get("/")).isEqualTo(429);
        }

        @Test
        void are_told_to_clients() {
            plan.set("pro");

            assertThat(rig.admit(TestExchange.get("/"))
                            .headerRules()
                            .find("RateLimit-Policy")
                            .value())
                    .isEqualTo("\"api\";q=100;w=3600");
        }

        @Test
        void of_users_are_asked_for_when_the_user_is_known() {
            List<String> asked = new ArrayList<>();
            RateLimitRig users = RateLimitRig.of(
                    RateLimitGuard.builder().plans(exchange -> {
                        asked.add(String.valueOf(exchange.user()));
                        return "alice".equals(exchange.user()) ? "pro" : null;
                    }),
                    policy("api", "10 per hour").key("user", "ip").plan("pro", "100 per hour"),
                    policy("other", "10 per hour").key("user").plan("pro", "20 per hour"));

            assertThat(field(users.admit(TestExchange.get("/"), "alice"))).contains("\"api\";r=99;", "\"other\";r=19;");
            assertThat(asked).containsExactly("alice");
        }

        @Test
        void follow_the_rules_of_limits() {
            assertThat(catchThrowableOfType(
                                    InvalidPolicyException.class,
                                    () -> policy("p", "5/s")
                                            .cost(5)
                                            .plan("small", "3/s")
                                            .plan("1st", "9/s")
                                            .plan("Small", "9/s")
                                            .plan("twice", "9/s; 8/s")
                                            .plan("bare")
                                            .plan("odd", "many")
                                            .build())
                            .problems())
                    .filteredOn(Problem::isError)
                    .extracting(problem -> problem.code() + " " + problem.path())
                    .containsExactlyInAnyOrder(
                            "BW-RATE-008 plans.small",
                            "BW-RATE-027 plans.1st",
                            "BW-RATE-028 plans.Small",
                            "BW-RATE-009 plans.twice",
                            "BW-RATE-002 plans.bare",
                            "BW-RATE-003 plans.odd");
        }

        @Test
        void without_anybody_who_knows_them_are_doubtful() {
            assertThat(RateLimitGuard.builder()
                            .policies(policy("p", "5/s").plan("pro", "9/s").build())
                            .build()
                            .warnings())
                    .extracting(Problem::code)
                    .containsExactly("BW-RATE-031");
        }
    }

    @Nested
    class NetworksAroundIpv6 {
        private final RateLimitRig rig = RateLimitRig.of(policy("p", "5 per hour"));

        @Test
        void a_thousand_addresses_in_a_64_are_one_caller() {
            int admitted = 0;
            for (int i = 0; i < 1_000; i++) {
                admitted += rig.from("2001:db8::" + Integer.toHexString(i)) == 200 ? 1 : 0;
            }

            assertThat(admitted).isEqualTo(5);
        }

        @Test
        void the_256_networks_of_a_56_share_sixteen_times_the_limit() {
            int admitted = 0;
            for (int i = 0; i < 256; i++) {
                admitted += rig.from("2001:db8:0:" + Integer.toHexString(i) + "::1") == 200 ? 1 : 0;
            }

            assertThat(admitted).isEqualTo(80);
        }

        @Test
        void those_of_a_48_share_sixty_four_times_the_limit() {
            int admitted = 0;
            for (int i = 0; i < 1_000; i++) {
                admitted += rig.from("2001:db8:0:" + Integer.toHexString(i * 61) + "::1") == 200 ? 1 : 0;
            }

            assertThat(admitted).isEqualTo(320);
        }

        @Test
        void show_as_the_policys_own_item_and_only_when_they_are_in_the_way() {
            for (int i = 0; i < 80; i++) {
                rig.from("2001:db8:0:" + Integer.toHexString(i) + "::1");
            }
            assertThat(field(rig.admit(peer("2001:db8:1::1")))).isEqualTo("\"p\";r=4;t=2880");

            Reply reply = rig.admit(peer("2001:db8:0:ff::1")).reply();

            assertThat(reply.text()).contains("\"violated-policies\":[\"p\"]");
            assertThat(reply.headers()).contains(new Reply.Header("Retry-After", "45"));
            assertThat(rig.decision().windows())
                    .singleElement()
                    .satisfies(window -> assertThat(window.remaining()).isZero());
        }

        @Test
        void who_is_refused_by_the_56_takes_nothing_from_the_48() {
            for (int i = 0; i < 256; i++) {
                rig.from("2001:db8:0:" + Integer.toHexString(i) + "::1");
            }
            int admitted = 0;
            for (int i = 0x100; i < 0x10000; i += 0x40) {
                admitted += rig.from("2001:db8:0:" + Integer.toHexString(i) + "::1") == 200 ? 1 : 0;
            }

            assertThat(admitted).isEqualTo(320 - 80);
        }

        @Test
        void get_back_what_the_caller_gets_back() {
            RateLimitRig failures = RateLimitRig.of(policy("p", "5 per hour").count(CountedRequests.FAILURES));
            for (int i = 0; i < 500; i++) {
                assertThat(failures.from("2001:db8:0:" + Integer.toHexString(i) + "::1"))
                        .isEqualTo(200);
            }
        }

        @ParameterizedTest(name = "{0}, /{1}: {2} buckets")
        @CsvSource({"true, 64, 3", "true, 57, 3", "true, 56, 2", "true, 49, 2", "true, 48, 1", "false, 64, 1"})
        void are_only_those_wider_than_a_client(boolean charged, int prefixLength, int buckets) {
            RateLimitRig some =
                    RateLimitRig.of(RateLimitGuard.builder().ipv6Parents(charged, prefixLength), policy("p", "5/h"));

            some.from("2001:db8::1");

            assertThat(some.store.size()).isEqualTo(buckets);
        }

        @Test
        void cost_ipv4_nothing() {
            rig.from("192.0.2.1");

            assertThat(rig.store.size()).isEqualTo(1);
        }

        @Test
        void of_limits_without_bound_are_without_bound() {
            RateLimitRig vast = RateLimitRig.of(policy("p", Long.MAX_VALUE + " per second"));

            assertThat(vast.from("2001:db8::1")).isEqualTo(200);
        }

        private static TestExchange peer(String address) {
            return TestExchange.request("GET", "/").peer(address).build();
        }
    }

    @Nested
    class NetworksByName {
        private final RateLimitRig rig = RateLimitRig.of(
                RateLimitGuard.builder()
                        .addresses(AddressRules.of(
                                networks("10.1.0.0/16", "2001:db8:1::/48"),
                                networks("10.0.0.0/8", "2001:db8::/32", "192.0.2.7"))),
                policy("p", "1 per hour").key("user", "global"));

        @ParameterizedTest(name = "{0}: {1}, {2}")
        @CsvSource({
            "10.1.2.3, 200, 200",
            "2001:db8:1::1, 200, 200",
            "10.2.0.1, 403, 403",
            "192.0.2.7, 403, 403",
            "2001:db8:2::1, 403, 403",
            "::ffff:10.2.0.1, 403, 403",
            "192.0.2.8, 200, 429",
            "2001:db9::1, 200, 429",
            ", 200, 429"
        })
        void who_is_exempt_goes_before_who_is_refused_and_that_before_limits(String peer, int first, int second) {
            TestExchange.Builder request = TestExchange.request("GET", "/").peer(peer);

            assertThat(end(rig.admit(request.build(), null), 200)).isEqualTo(first);
            assertThat(end(rig.admit(request.build(), null), 200)).isEqualTo(second);
        }

        @Test
        void a_refusal_is_a_decision_of_its_own_and_says_nothing_of_limits() {
            Reply reply = rig.admit(
                            TestExchange.request("GET", "/").peer("10.2.0.1").build())
                    .reply();

            assertThat(reply.headers())
                    .containsExactly(
                            new Reply.Header("Content-Type", "application/problem+json"),
                            new Reply.Header("Cache-Control", "no-store"));
            assertThat(reply.text()).startsWith("{\"type\":\"about:blank\",\"title\":\"Forbidden\",\"status\":403");
            assertThat(rig.heard).containsExactly(new AddressBlocked(Cidr.parse("10.0.0.0/8")));
        }

        @Test
        void need_no_policy() {
            RateLimitRig bare = RateLimitRig.of(
                    RateLimitGuard.builder().addresses(AddressRules.of(List.of(), networks("192.0.2.0/24"))));

            assertThat(bare.from("192.0.2.1")).isEqualTo(403);
            assertThat(bare.from("192.0.3.1")).isEqualTo(200);
        }

        private static List<Cidr> networks(String... texts) {
            List<Cidr> networks = new ArrayList<>();
            for (String text : texts) {
                networks.add(Cidr.parse(text));
            }
            return networks;
        }
    }
}
