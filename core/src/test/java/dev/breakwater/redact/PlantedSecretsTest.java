/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Plants secrets of every kind in every carrier, encoded in every way, and looks for them in what comes out. */
class PlantedSecretsTest {
    private static final int CAP = 100_000;
    private static final Redactor REDACTOR = Redactor.standard();
    private static final List<PlantedSecret> SECRETS = PlantedSecret.all();
    private static final Map<String, Carrier> CARRIERS = carriers();

    /** Puts a value, which may go under a name, somewhere and tells what is recorded of it. */
    private interface Carrier {
        String carry(String name, String value);
    }

    private enum Encoding {
        RAW,
        PERCENT,
        PERCENT_TWICE,
        PERCENT_SOME,
        ESCAPED;

        String encode(String text) {
            StringBuilder out = new StringBuilder();
            for (int i = 0; i < text.length(); i++) {
                out.append(one(text.charAt(i), i));
            }
            return out.toString();
        }

        private String one(char c, int at) {
            return switch (this) {
                case RAW -> String.valueOf(c);
                case PERCENT -> String.format("%%%02x", (int) c);
                case PERCENT_TWICE -> String.format("%%25%02X", (int) c);
                case PERCENT_SOME -> at % 3 == 1 ? String.format("%%%02X", (int) c) : String.valueOf(c);
                case ESCAPED -> String.format("\\u%04x", (int) c);
            };
        }
    }

    private static Map<String, Carrier> carriers() {
        Map<String, Carrier> all = new LinkedHashMap<>();
        all.put("named query", (n, v) -> REDACTOR.query("a=1&" + n + '=' + v + "&b=2", CAP));
        all.put("named only query", (n, v) -> REDACTOR.query(n + '=' + v, CAP));
        all.put("named query in query", (n, v) -> REDACTOR.query("next=/x?" + n + '=' + v, CAP));
        all.put("named semicolon query", (n, v) -> REDACTOR.query("a=1;" + n + '=' + v, CAP));
        all.put("named query of URL", (n, v) -> REDACTOR.url("https://h.example/p?" + n + '=' + v, CAP));
        all.put("named fragment of URL", (n, v) -> REDACTOR.url("https://h.example/p#" + n + '=' + v, CAP));
        all.put("named matrix parameter", (n, v) -> REDACTOR.path("/a;" + n + '=' + v + "/b", CAP));
        all.put("named Referer", (n, v) -> REDACTOR.header("Referer", "https://h.example/?" + n + '=' + v, CAP));
        all.put("named Location", (n, v) -> REDACTOR.header("location", "/x?" + n + '=' + v, CAP));
        all.put("named Link", (n, v) -> REDACTOR.header("Link", "</x?" + n + '=' + v + ">; rel=next", CAP));
        all.put("named Refresh", (n, v) -> REDACTOR.header("Refresh", "1; url=/x?" + n + '=' + v, CAP));
        all.put("named header", (n, v) -> REDACTOR.header(n, v, CAP));
        all.put("named cookie", (n, v) -> REDACTOR.header("Cookie", "a=1; " + n + '=' + v + "; b=2", CAP));
        all.put("named cookie set", (n, v) -> REDACTOR.header("Set-Cookie", n + '=' + v + "; Path=/; Secure", CAP));
        all.put("named form", (n, v) -> form("a=1&" + n + '=' + v + "&b=2", false));
        all.put("named cut form", (n, v) -> form("a=1&" + n + '=' + v, true));
        all.put("named JSON", (n, v) -> json("{\"a\":1," + quoted(n) + ':' + quoted(v) + ",\"b\":2}", false));
        all.put("named deep JSON", (n, v) -> json("[[{\"x\":{" + quoted(n) + ": [" + quoted(v) + "]}}]]", false));
        all.put("named cut JSON", (n, v) -> json("{\"a\":1," + quoted(n) + ":\"" + unquoted(v), true));
        all.put("named lines", (n, v) -> body("application/x-ndjson", "{}\n{" + quoted(n) + ':' + quoted(v) + "}\n{}"));
        all.put(
                "named event",
                (n, v) -> body("text/event-stream", "id: 1\ndata: {" + quoted(n) + ':' + quoted(v) + "}\n\n"));
        all.put("named attribute", (n, v) -> REDACTOR.value(n, v, CAP));
        all.put(
                "named message",
                (n, v) -> String.valueOf(REDACTOR.throwableMessage(thrown("bad " + n + '=' + v), CAP)));
        all.put("named message in quotes", (n, v) -> REDACTOR.text("bad {\"" + n + "\": \"" + v + "\"}", CAP));
        all.put("named stack trace", (n, v) -> REDACTOR.stackTrace(caused(n + '=' + v), CAP));
        all.put("named list in a message", (n, v) -> REDACTOR.text("bad {" + n + "=[first, " + v + "], b=[2]}", CAP));
        all.put("named headers of Spring", (n, v) -> REDACTOR.text("[" + n + ":\"first\", \"" + v + "\"]", CAP));
        all.put("named cookies in a message", (n, v) -> REDACTOR.text("Cookie: a=b; " + n + '=' + v + "; c=d", CAP));
        all.put("named cookie set in a message", (n, v) -> REDACTOR.text("[Set-Cookie:\"x=" + v + "\"]", CAP));
        all.put("named map of headers", (n, v) -> REDACTOR.text("{Authorization=[Bearer " + v + "], b=[2]}", CAP));
        all.put("named scheme in a message", (n, v) -> REDACTOR.text("Authorization: Own " + v, CAP));
        all.put(
                "named parameter of a scheme",
                (n, v) -> REDACTOR.text("Authorization: Digest a=\"b\", x=\"" + v + "\"", CAP));
        all.put("text", (n, v) -> REDACTOR.text("failed with " + v + " at last", CAP));
        all.put("text alone", (n, v) -> REDACTOR.text(v, CAP));
        all.put("text in brackets", (n, v) -> REDACTOR.text("failed (" + v + ")", CAP));
        all.put("text in quotes", (n, v) -> REDACTOR.text("failed '" + v + "', sorry", CAP));
        all.put("text behind a sign", (n, v) -> REDACTOR.text("x=" + v, CAP));
        all.put("path", (n, v) -> REDACTOR.path("/a/" + v + "/b", CAP));
        all.put("last of path", (n, v) -> REDACTOR.path("/a/" + v, CAP));
        all.put("path with parameter", (n, v) -> REDACTOR.path("/a;x=1/" + v + "/b", CAP));
        all.put("path of URL", (n, v) -> REDACTOR.url("https://h.example/a/" + v, CAP));
        all.put("user of URL", (n, v) -> REDACTOR.url("https://u:" + v + "@h.example/a", CAP));
        all.put("query without name", (n, v) -> REDACTOR.query(v, CAP));
        all.put("URL in query", (n, v) -> REDACTOR.query("next=https://h.example/" + v, CAP));
        all.put("Authorization", (n, v) -> REDACTOR.header("aUthorization", "Bearer " + v, CAP));
        all.put("Authorization without scheme", (n, v) -> REDACTOR.header("Authorization", v, CAP));
        all.put("cookie without name", (n, v) -> REDACTOR.header("Cookie", v, CAP));
        all.put("path of cookie", (n, v) -> REDACTOR.header("Set-Cookie", "a=b; Path=/" + v, CAP));
        all.put("user agent", (n, v) -> REDACTOR.header("User-Agent", "Mozilla/5.0 (" + v + ")", CAP));
        all.put("name in JSON", (n, v) -> json("{" + quoted(v) + ":1}", false));
        all.put("sentence in JSON", (n, v) -> json("{\"m\":" + quoted("see " + v + " now") + "}", false));
        all.put("event of text", (n, v) -> body("text/event-stream", "data: see " + v.replace('\n', ' ') + "\n\n"));
        all.put(
                "part",
                (n, v) -> body(
                        "multipart/form-data; boundary=b",
                        "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n" + v + "\r\n--b--"));
        all.put(
                "name of part",
                (n, v) -> body(
                        "multipart/form-data; boundary=b",
                        "--b\r\nContent-Disposition: form-data; name=\"" + v + "\"\r\n\r\nx\r\n--b--"));
        all.put("plain body", (n, v) -> body("text/plain", v));
        return all;
    }

    private static String form(String form, boolean cut) {
        byte[] bytes = form.getBytes(StandardCharsets.UTF_8);
        return REDACTOR.form(bytes, bytes.length, StandardCharsets.UTF_8, cut, CAP)
                .text();
    }

    private static String json(String json, boolean cut) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return REDACTOR.json(bytes, bytes.length, cut, CAP).text();
    }

    private static String body(String type, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return REDACTOR.body(type, null, bytes, bytes.length, false, CAP).text();
    }

    private static String quoted(String text) {
        return '"' + unquoted(text) + '"';
    }

    // What is escaped already stays so.
    private static String unquoted(String text) {
        return text.replace("\n", "\\n").replace("\r", "\\r").replace("\"", "\\\"");
    }

    private static Exception thrown(String message) {
        return new IllegalStateException(message);
    }

    private static Exception caused(String message) {
        Exception outer = new IllegalStateException("outer", thrown(message));
        outer.addSuppressed(thrown("also " + message));
        return outer;
    }

    private static String mixed(String name, int seed) {
        StringBuilder mixed = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            mixed.append((seed >>> i % 8 & 1) == 1 ? Character.toUpperCase(c) : Character.toLowerCase(c));
        }
        return mixed.toString();
    }

    private static void plant(PlantedSecret secret, String where, Encoding encoding, int seed, List<String> leaks) {
        String name = secret.isByName() && seed % 2 == 0 ? mixed(secret.name(), seed) : secret.name();
        String out = CARRIERS.get(where).carry(name, encoding.encode(secret.text()));
        if (leaks(out, secret.core()) || leaks(Decoded.of(out), secret.core())) {
            leaks.add(where + ' ' + encoding + ' ' + name + ' ' + secret.text() + " -> " + out);
        }
    }

    /** Whether it, its second half, or what stands in its middle is seen. */
    private static boolean leaks(String out, String core) {
        int half = core.length() / 2;
        return out.contains(core.substring(half)) || out.contains(core.substring(half - 4, half + 4));
    }

    private static List<String> carriersOf(PlantedSecret secret) {
        return CARRIERS.keySet().stream()
                .filter(where -> !secret.isByName() || where.startsWith("named"))
                .toList();
    }

    @Test
    void areFortyCarriersAndTwoThousandSecrets() {
        assertThat(CARRIERS).hasSizeGreaterThanOrEqualTo(40);
        assertThat(SECRETS).hasSize(2000).doesNotHaveDuplicates();
    }

    @Test
    void neverComeOutOfSomeCarriers() {
        List<String> leaks = new ArrayList<>();
        Set<String> used = new HashSet<>();
        for (int i = 0; i < SECRETS.size(); i++) {
            List<String> carriers = carriersOf(SECRETS.get(i));
            for (int k = 0; k < 4; k++) {
                String where = carriers.get((i * 7 + k * 11) % carriers.size());
                plant(SECRETS.get(i), where, Encoding.values()[(i + k) % 5], i + k, leaks);
                used.add(where);
            }
        }
        assertThat(used).isEqualTo(CARRIERS.keySet());
        assertThat(leaks).isEmpty();
    }

    @Test
    @Tag("heavy")
    void neverComeOutOfAnyCarrier() {
        List<String> leaks = new ArrayList<>();
        int planted = 0;
        for (PlantedSecret secret : SECRETS) {
            for (String where : carriersOf(secret)) {
                for (Encoding encoding : Encoding.values()) {
                    plant(secret, where, encoding, planted++, leaks);
                }
            }
        }
        assertThat(planted).isGreaterThan(400_000);
        assertThat(leaks).isEmpty();
    }

    @Test
    void wouldBeSeenIfTheyCameOut() {
        PlantedSecret secret = SECRETS.get(0);

        assertThat(leaks("x" + secret.text() + "y", secret.core())).isTrue();
        assertThat(leaks(Decoded.of(Encoding.PERCENT_TWICE.encode(secret.text())), secret.core()))
                .isTrue();
        assertThat(leaks("nothing", secret.core())).isFalse();
    }
}
