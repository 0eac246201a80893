/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.contract.TestExchange;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** The compiled matcher against a slow one that anybody can see is right. */
class OriginMatchingTest {
    private static final String LABEL = "[a-z0-9_-]{1,63}";
    private static final List<String> HOSTS =
            List.of("a", "b", "example", "org", "localhost", "xn--bcher-kva", "evil", "com", "1");

    @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
    void agrees_with_the_reference(@ForAll("questions") Question question) {
        CorsPolicy policy = CorsPolicy.builder()
                .allowedOrigins(question.configured)
                .dangerouslyToleratePublicSuffixes(true)
                .build();
        TestExchange request = TestExchange.request("GET", "/")
                .header("Origin", question.origin)
                .build();

        boolean allowed =
                !Seen.of(new CorsGuard(List.of(policy)).inspect(request)).isBare();

        assertThat(allowed)
                .as("%s", question)
                .isEqualTo(question.configured.stream().anyMatch(pattern -> reference(pattern, question.origin)));
    }

    private record Question(List<String> configured, String origin) {}

    private static boolean reference(String pattern, String origin) {
        String scheme = pattern.substring(0, pattern.indexOf("://"));
        String regex = Pattern.quote(pattern)
                .replace("://*.", "://\\E(?:" + LABEL + "\\.)+\\Q")
                .replace(":*", "\\E(?::([1-9][0-9]{0,4}))?\\Q");
        Matcher matcher = Pattern.compile(regex).matcher(origin);
        if (!matcher.matches()) {
            return false;
        }
        String port = matcher.groupCount() == 0 ? null : matcher.group(1);
        String standard = scheme.equals("https") ? "443" : "80";
        return port == null || (!port.equals(standard) && Integer.parseInt(port) <= 65_535);
    }

    @Provide
    Arbitrary<Question> questions() {
        return configured()
                .flatMap(configured -> Arbitraries.oneOf(unrelated(), near(configured.get(0)))
                        .map(origin -> new Question(configured, origin)));
    }

    private static Arbitrary<List<String>> configured() {
        Arbitrary<String> host =
                labels().list().ofMinSize(1).ofMaxSize(3).map(parts -> String.join(".", parts) + ".org");
        Arbitrary<String> origin = Combinators.combine(
                        Arbitraries.of("http", "https"),
                        Arbitraries.of("", "*."),
                        host,
                        Arbitraries.of("", ":8443", ":*"))
                .as((scheme, wildcard, name, port) -> scheme + "://" + wildcard + name + port);
        return origin.list().ofMinSize(1).ofMaxSize(4);
    }

    /** What the pattern allows, or what somebody might hope it does. */
    private static Arbitrary<String> near(String pattern) {
        Arbitrary<String> below = Arbitraries.of("a.", "a.b.", "a..", ".", "", "A.", "a/", "evil.com#.", "a%2f.");
        Arbitrary<String> port = Arbitraries.of("", ":1", ":8443", ":443", ":80", ":0", ":01", ":65536", ":", ":*");
        Arbitrary<String> end = Arbitraries.of("", "", "", "", ".", "/", ".evil.com", ":8443", "x", " ");
        return Combinators.combine(below, port, end)
                .as((labels, number, rest) ->
                        pattern.replace("//*.", "//" + labels).replace(":*", number) + rest);
    }

    private static Arbitrary<String> unrelated() {
        Arbitrary<String> label = Arbitraries.frequencyOf(
                Tuple.of(9, labels()),
                Tuple.of(1, Arbitraries.of("", "A", "*", "a/b", "a#", "a%2f", "a@b", "a b", "\u00fc")));
        Arbitrary<String> host = label.list().ofMinSize(1).ofMaxSize(4).map(parts -> String.join(".", parts));
        Arbitrary<String> end = Arbitraries.of("", ".org", ".org", ".org", ".org.", "org", ".org.evil.com");
        Arbitrary<String> port = Arbitraries.of(
                "", "", "", ":8443", ":8443", ":443", ":80", ":0", ":1", ":08443", ":65535", ":65536", ":", ":x", "/");
        return Combinators.combine(Arbitraries.of("http", "https", "HTTPS", "httpss"), host, end, port)
                .as((scheme, name, suffix, number) -> scheme + "://" + name + suffix + number);
    }

    private static Arbitrary<String> labels() {
        return Arbitraries.of(HOSTS);
    }
}
