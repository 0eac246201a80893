/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.Verdict;
import dev.breakwater.cors.Browser.Answer;
import dev.breakwater.cors.Browser.Call;
import dev.breakwater.cors.Browser.Sent;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What browsers let through by our headers is what the policy means: for generated policies and calls, most of which miss
 * by a character what is allowed.
 */
class FetchAgreementTest {
    private static final int CALLS_PER_POLICY = 500;
    private static final List<String> SCHEMES = List.of("https", "https", "https", "http", "capacitor");
    private static final List<String> HOSTS = List.of(
            "example.org",
            "app.example.org",
            "example.com",
            "localhost",
            "xn--bcher-kva.example",
            "192.0.2.1",
            "[2001:db8::1]",
            "barfoo.com",
            "foo.com");
    private static final List<String> PORTS = List.of("", "", "", ":8443", ":1", ":65535", ":*");
    private static final List<String> METHODS = List.of(
            "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE", "purge", "put", "patch", "x-*");
    private static final List<String> HEADERS = List.of(
            "Content-Type", "Authorization", "X-Foo", "x-fo", "x-fooo", "X-Bar", "accept", "Range", "x-b_r", "a");
    private static final List<String> PREFIXES = List.of(
            "a.", "a.b.", "-.", ".", "..", "a..", "A.", "evil.com/", "evil.com#", "evil.com:80.", "%2f.", "@", "*.");
    private static final List<String> SUFFIXES = List.of(
            "", ".", "/", "x", ".evil.com", ":443", ":80", ":0", ":8443", ":08443", ":65536", ":", ":8443x", " ", "]");

    @Test
    void holds_for_a_million_calls() {
        run(1_000_000, 1);
    }

    @Test
    @Tag("heavy")
    void holds_for_ten_million_calls() {
        run(10_000_000, 2);
    }

    private static void run(int calls, long seed) {
        Generator generator = new Generator(new SplittableRandom(seed));
        int allowed = 0;
        for (int i = 0; i < calls / CALLS_PER_POLICY; i++) {
            Meaning meaning = generator.meaning();
            CorsGuard guard = new CorsGuard(List.of(meaning.policy()));
            Browser browser = new Browser(sent -> answer(guard, sent));
            for (int j = 0; j < CALLS_PER_POLICY; j++) {
                Call call = generator.call(meaning);
                boolean means = meaning.allows(call);
                if (browser.reads(call) != means) {
                    assertThat(browser.reads(call)).as("%s %s", meaning, call).isEqualTo(means);
                }
                allowed += means ? 1 : 0;
            }
        }
        assertThat((double) allowed / calls).as("share of allowed calls").isBetween(0.1, 0.6);
    }

    private static Answer answer(CorsGuard guard, Sent sent) {
        PlainExchange exchange = new PlainExchange(sent.method()).header("Origin", sent.origin());
        if (sent.requestMethod() != null) {
            exchange.header("Access-Control-Request-Method", sent.requestMethod());
        }
        if (sent.requestHeaders() != null) {
            exchange.header("Access-Control-Request-Headers", sent.requestHeaders());
        }
        Verdict verdict = guard.inspect(exchange);
        int status =
                verdict instanceof Verdict.Respond respond ? respond.reply().status() : 200;
        return new Answer(status, Seen.of(verdict)::header);
    }

    /** Makes policies, and calls that nearly fit them. */
    private record Generator(SplittableRandom random) {
        Meaning meaning() {
            boolean credentials = random.nextBoolean();
            List<String> origins = new ArrayList<>();
            if (!credentials && random.nextInt(10) == 0) {
                origins.add("*");
            }
            while (origins.isEmpty() || random.nextInt(3) > 0) {
                origins.add(origin());
            }
            return new Meaning(origins, some(METHODS, "*"), some(HEADERS, "*"), credentials);
        }

        private String origin() {
            String host = one(HOSTS);
            boolean subdomains = Character.isLetter(host.charAt(0)) && random.nextInt(3) == 0;
            return one(SCHEMES) + "://" + (subdomains ? "*." : "") + host + one(PORTS);
        }

        /** Some of these, sometimes with a wildcard. */
        private List<String> some(List<String> all, String wildcard) {
            List<String> some = new ArrayList<>();
            all.stream()
                    .filter(one -> !one.equals("accept") && random.nextInt(3) == 0)
                    .forEach(some::add);
            if (random.nextInt(5) == 0) {
                some.add(wildcard);
            }
            return some;
        }

        Call call(Meaning meaning) {
            List<String> headers = new ArrayList<>();
            while (random.nextInt(3) == 0) {
                headers.add(near(random.nextBoolean() ? meaning.headers() : HEADERS, HEADERS));
            }
            String method = near(random.nextBoolean() ? meaning.methods() : METHODS, METHODS);
            return new Call(asked(one(meaning.origins())), method, headers, random.nextInt(3) == 0);
        }

        /** One of them, never the wildcard, which is no name in a call of this test. */
        private String near(List<String> wanted, List<String> all) {
            String name = wanted.isEmpty() ? one(all) : one(wanted);
            return name.equals("*") ? one(all) : name;
        }

        /** An origin that the pattern allows, or that somebody might hope it does. */
        private String asked(String pattern) {
            String base = pattern.equals("*") ? origin() : pattern;
            String below = random.nextInt(3) == 0 ? one(PREFIXES) : "a" + random.nextInt(9) + '.';
            String port = random.nextBoolean() ? "" : ":" + random.nextInt(70_000);
            String fitting = base.replace("//*.", "//" + below).replace(":*", port);
            return switch (random.nextInt(8)) {
                case 0 -> fitting + one(SUFFIXES);
                case 1 -> mutated(fitting);
                case 2 -> origin();
                case 3 -> fitting.replace("://", "://" + one(PREFIXES));
                default -> fitting;
            };
        }

        /** One character put in, left out, or replaced. */
        private String mutated(String text) {
            int at = random.nextInt(text.length());
            char c = "abz.-_:/*09A %\u00e4".charAt(random.nextInt(15));
            return switch (random.nextInt(3)) {
                case 0 -> text.substring(0, at) + c + text.substring(at);
                case 1 -> text.substring(0, at) + text.substring(at + 1);
                default -> text.substring(0, at) + c + text.substring(at + 1);
            };
        }

        private String one(List<String> texts) {
            return texts.get(random.nextInt(texts.size()));
        }
    }
}
