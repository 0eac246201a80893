/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.reports;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.breakwater.Decision;
import dev.breakwater.Guard;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.contract.GuardContract;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.Reply;
import dev.breakwater.reports.BrowserReport.Disposition;
import dev.breakwater.reports.BrowserReport.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class ReportsGuardTest extends GuardContract {
    private static final String PATH = "/breakwater/reports";
    private static final String CSP = "application/csp-report";
    private static final String REPORTS = "application/reports+json";
    private static final String ONE =
            "{\"csp-report\":{\"effective-directive\":\"img-src\",\"disposition\":\"report\"}}";

    private final ManualTime time = new ManualTime();
    private final List<Decision> heard = new ArrayList<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("breakwater.reports");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Guard guard = guard(600);

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
        logger.setLevel(null);
        logger.setAdditive(true);
    }

    @Override
    protected Guard guard() {
        // The contract's requests have paths of their own; this is that of most.
        return new ReportsGuard(
                ReportsPolicy.builder("/api").build(), ReportIntake.of((decision, exchange) -> {}, time));
    }

    private Guard guard(int maxPerMinute) {
        return new ReportsGuard(
                ReportsPolicy.builder(PATH).maxPerMinute(maxPerMinute).build(),
                ReportIntake.of((decision, exchange) -> heard.add(decision), time));
    }

    private Reply send(String contentType, String body) {
        return send(TestExchange.request("POST", PATH).header("Content-Type", contentType), body);
    }

    private Reply send(TestExchange.Builder request, String body) {
        Verdict verdict = guard.inspect(
                request.body(body.getBytes(StandardCharsets.UTF_8)).build());
        return ((Verdict.Respond) verdict).reply();
    }

    private BrowserReport only() {
        assertThat(heard).hasSize(1);
        return (BrowserReport) heard.get(0);
    }

    @Test
    void comesLastSoThatLimitsHoldForIt() {
        assertThat(guard.stage()).isEqualTo(Stage.ACCOUNT);
    }

    @Nested
    class AReport {
        @Test
        void ofTheFirstKindIsOneObject() {
            Reply reply = send(CSP, """
                    {"csp-report": {
                      "document-uri": "https://example.com/page?user=planted-secret#planted-secret",
                      "referrer": "https://example.com/planted-secret",
                      "violated-directive": "script-src-elem 'self'",
                      "effective-directive": "script-src-elem",
                      "original-policy": "default-src 'self'; planted-secret",
                      "disposition": "enforce",
                      "blocked-uri": "https://evil.example/x.js?planted-secret",
                      "source-file": "https://user:planted-secret@example.com/app.js?v=3",
                      "line-number": 17, "column-number": 4, "status-code": 200,
                      "script-sample": "planted-secret"}}""");

            assertThat(reply.status()).isEqualTo(204);
            assertThat(only())
                    .isEqualTo(new BrowserReport(
                            Type.CSP_VIOLATION,
                            "script-src-elem",
                            Disposition.ENFORCE,
                            "https://example.com/page",
                            "https://evil.example/x.js",
                            "https://example.com/app.js",
                            17));
        }

        @Test
        void ofTheSecondKindIsAnArrayOfThem() {
            Reply reply = send(REPORTS, """
                    [{"type": "csp-violation", "age": 10, "url": "https://example.com/?q=1", "user_agent": "x",
                      "body": {"documentURL": "https://example.com/a?b", "blockedURL": "inline", "lineNumber": 3,
                               "effectiveDirective": "style-src-attr", "disposition": "report"}},
                     {"type": "deprecation", "url": "https://example.com/old?x",
                      "body": {"id": "websql", "nested": {"deep": [1, {"a": 2}]}, "sourceFile": "blob:https://a/b"}},
                     {"type": "coop", "body": {"disposition": "reporting"}},
                     {"type": "invented\\nby somebody"}]""");

            assertThat(reply.status()).isEqualTo(204);
            assertThat(heard)
                    .containsExactly(
                            new BrowserReport(
                                    Type.CSP_VIOLATION,
                                    "style-src-attr",
                                    Disposition.REPORT,
                                    "https://example.com/a",
                                    "inline",
                                    null,
                                    3),
                            new BrowserReport(
                                    Type.DEPRECATION,
                                    null,
                                    Disposition.UNKNOWN,
                                    "https://example.com/old",
                                    null,
                                    "blob",
                                    0),
                            new BrowserReport(Type.COOP, null, Disposition.REPORT, null, null, null, 0),
                            new BrowserReport(Type.OTHER, null, Disposition.UNKNOWN, null, null, null, 0));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{\"csp-report\":{\"violated-directive\":\"img-src 'self'\"}} | img-src",
                    "{\"csp-report\":{\"effective-directive\":\"invented-src\"}} | _OTHER",
                    "{\"csp-report\":{\"effective-directive\":7}} | _OTHER",
                    "{\"x\":[1],\"csp-report\":{}} | _OTHER",
                })
        void hasADirectiveThatIsKnownOrNone(String body, String directive) {
            assertThat(send(CSP, body).status()).isEqualTo(204);
            assertThat(only().directive()).isEqualTo(directive);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "application/csp-report; charset=utf-8",
                    "Application/CSP-Report",
                    " application/csp-report ;"
                })
        void mayHaveATypeWithParameters(String contentType) {
            assertThat(send(contentType, ONE).status()).isEqualTo(204);
        }

        @Test
        void beyondTheFirstHundredIsLeftOut() {
            assertThat(send(REPORTS, "[" + "{},".repeat(149) + "{}]").status()).isEqualTo(204);
            assertThat(heard).hasSize(ReportReader.MOST_REPORTS);
        }

        @Test
        void mayBeMissing() {
            assertThat(send(REPORTS, "[]").status()).isEqualTo(204);
            assertThat(heard).isEmpty();
        }
    }

    @Nested
    class WhatIsNoReport {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "application/csp-report | [" + ONE + "]",
                    "application/csp-report | {}",
                    "application/csp-report | {\"csp-report\":7}",
                    "application/csp-report | {\"csp-report\":{}",
                    "application/csp-report | {\"csp-report\":{}}}",
                    "application/csp-report | {\"csp-report\":{}} {}",
                    "application/csp-report | ''",
                    "application/csp-report | {\"csp-report\":{\"a\":\"\\x\"}}",
                    "application/reports+json | {\"type\":\"csp-violation\"}",
                    "application/reports+json | [{}",
                    "application/reports+json | [{},7]",
                    "application/reports+json | [{}]x",
                    "application/reports+json | null",
                })
        void isRefusedWith400AndNothingOfItIsTaken(String contentType, String body) {
            assertThat(send(contentType, body).status()).isEqualTo(400);
            assertThat(heard).isEmpty();
            assertThat(lines.list).isEmpty();
        }

        @Test
        void isRefusedWith400IfItIsDeeperThanAnyReport() {
            String deep = "[{\"body\":{\"a\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}}]";

            assertThat(send(REPORTS, deep).status()).isEqualTo(400);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"text/plain", "application/json", "application/csp-reports", "", "application/csp-report, x"
                })
        void isRefusedWith415IfItsTypeSaysSo(String contentType) {
            assertThat(send(contentType, ONE).status()).isEqualTo(415);
        }

        @Test
        void isRefusedWith415WithoutATypeAndIfCompressed() {
            assertThat(send(TestExchange.request("POST", PATH), ONE).status()).isEqualTo(415);
            assertThat(send(
                                    TestExchange.request("POST", PATH)
                                            .header("Content-Type", CSP)
                                            .header("Content-Encoding", "gzip"),
                                    ONE)
                            .status())
                    .isEqualTo(415);
        }

        @Test
        void isRefusedWith413IfItIsTooLong() {
            String rest = "{\"csp-report\":{\"a\":\"\"}}";
            String longest = "{\"csp-report\":{\"a\":\"" + "x".repeat(ReportsGuard.MOST_BYTES - rest.length()) + "\"}}";

            assertThat(send(CSP, longest).status()).isEqualTo(204);
            assertThat(send(CSP, longest + " ").status()).isEqualTo(413);
        }

        @ParameterizedTest
        @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "post"})
        void isRefusedWith405IfItIsNotPosted(String method) {
            Reply reply = send(TestExchange.request(method, PATH).header("Content-Type", CSP), ONE);

            assertThat(reply.status()).isEqualTo(405);
            assertThat(reply.headers()).contains(new Reply.Header("Allow", "OPTIONS, POST"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"/", "/breakwater", "/breakwater/reports/x", "/breakwater/reportsx"})
        void goesToTheApplicationIfItIsSentElsewhere(String path) {
            assertThat(guard.inspect(TestExchange.request("POST", path).build()))
                    .isInstanceOf(Verdict.Proceed.class);
        }
    }

    @Nested
    class UnderAFlood {
        @Test
        void takesSoManyAMinuteAndSaysWhenToComeBack() {
            Guard narrow = guard(2);
            TestExchange.Builder request = TestExchange.request("POST", PATH).header("Content-Type", REPORTS);
            for (int i = 0; i < 2; i++) {
                assertThat(status(narrow, request)).isEqualTo(204);
            }
            time.advance(Duration.ofMillis(20_500));
            Reply refused = ((Verdict.Respond) narrow.inspect(request.build())).reply();
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.headers()).contains(new Reply.Header("Retry-After", "40"));

            time.advance(Duration.ofMillis(39_500));
            assertThat(status(narrow, request)).isEqualTo(204);
        }

        @Test
        void stillAnswersPreflights() {
            Guard narrow = guard(1);
            for (int i = 0; i < 3; i++) {
                assertThat(status(narrow, TestExchange.request("OPTIONS", PATH)))
                        .isEqualTo(204);
            }
        }

        @Test
        void writesSoManyLinesAMinuteAndThenSaysHowManyItDidNot() {
            for (int i = 0; i < ReportLog.LINES_PER_MINUTE + 7; i++) {
                send(CSP, ONE);
            }
            assertThat(lines.list).hasSize(ReportLog.LINES_PER_MINUTE);
            assertThat(heard).hasSize(ReportLog.LINES_PER_MINUTE + 7);

            time.advance(Duration.ofMinutes(1));
            send(CSP, ONE);
            assertThat(lines.list.get(ReportLog.LINES_PER_MINUTE).getFormattedMessage())
                    .contains("\"report.unwritten\":7");
            send(CSP, ONE);
            assertThat(lines.list.get(ReportLog.LINES_PER_MINUTE + 1).getFormattedMessage())
                    .doesNotContain("unwritten");
        }

        private int status(Guard narrow, TestExchange.Builder request) {
            Verdict verdict = narrow.inspect(
                    request.body("[]".getBytes(StandardCharsets.UTF_8)).build());
            return ((Verdict.Respond) verdict).reply().status();
        }
    }

    @Nested
    class TheLog {
        @Test
        void hasALineOfJsonForEachReport() {
            send(REPORTS, """
                    [{"type": "csp-violation", "body": {"documentURL": "https://example.com/a\\r\\nb\\u001b[31m\\u2028",
                      "blockedURL": "data:text/html,planted-secret", "effectiveDirective": "img-src",
                      "lineNumber": 3, "disposition": "enforce", "sample": "planted-secret"}}]""");

            assertThat(lines.list)
                    .singleElement()
                    .satisfies(line -> assertThat(line.getLevel()).isEqualTo(Level.WARN))
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .asString()
                    .isEqualTo("{\"event.name\":\"browser.report\",\"report.type\":\"csp-violation\","
                            + "\"report.disposition\":\"enforce\",\"report.directive\":\"img-src\","
                            + "\"report.document\":\"https://example.com/a\\r\\nb\\u001B[31m\\u2028\","
                            + "\"report.blocked\":\"data\",\"report.line\":3}");
        }

        @Test
        void warnsOnlyOfWhatWasEnforced() {
            send(CSP, ONE);

            assertThat(lines.list)
                    .singleElement()
                    .extracting(ILoggingEvent::getLevel)
                    .isEqualTo(Level.INFO);
        }

        @Test
        void keepsNothingLong() {
            String endless = "https://example.com/" + "x".repeat(9_000);
            send(
                    CSP,
                    "{\"csp-report\":{\"document-uri\":\"" + endless + "\",\"blocked-uri\":\"" + "y".repeat(9_000)
                            + "\",\"source-file\":\"https://" + "z".repeat(9_000) + "\"}}");

            assertThat(lines.list.get(0).getFormattedMessage().length()).isLessThan(900);
        }
    }

    @Nested
    class AUrl {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                nullValues = "null",
                value = {
                    "https://example.com                    | https://example.com",
                    "https://example.com?a=b                | https://example.com",
                    "https://example.com#a                  | https://example.com",
                    "HTTPS://example.com/a/b;c?d            | HTTPS://example.com/a/b",
                    "https://a@example.com:8443/x           | https://example.com:8443/x",
                    "https://a:b@c@example.com/x@y          | https://example.com/x@y",
                    "wss://example.com/socket?token=t       | wss://example.com/socket",
                    "inline                                 | inline",
                    "trusted-types-sink                     | trusted-types-sink",
                    "data                                   | data",
                    "data:text/html,secret                  | data",
                    "blob:https://example.com/uuid          | blob",
                    "about:blank                            | about",
                    "chrome-extension://id/x.js             | chrome-extension",
                    "https:example.com/x                    | https",
                    "/relative?x                            | /relative",
                    "?x                                     | ''",
                    ":x                                     | :x",
                })
        void isKeptWithoutWhatMayBeSecret(String sent, String kept) {
            send(CSP, "{\"csp-report\":{\"blocked-uri\":\"" + sent + "\"}}");

            assertThat(only().blocked()).isEqualTo(kept);
        }

        @Test
        void losesASecretThatItsPathShows() {
            String key = "sk-ant-api03-" + "A1b2C3d4".repeat(12);
            send(CSP, "{\"csp-report\":{\"document-uri\":\"https://example.com/keys/" + key + "\"}}");

            assertThat(only().document()).startsWith("https://example.com/").doesNotContain(key);
        }
    }
}
