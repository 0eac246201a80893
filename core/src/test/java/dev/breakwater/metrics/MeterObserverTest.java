/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.Admission;
import dev.breakwater.Breakwater;
import dev.breakwater.Completed;
import dev.breakwater.Decision;
import dev.breakwater.FailureMode;
import dev.breakwater.GuardFailed;
import dev.breakwater.contract.ManualScheduler;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.cors.CorsDecision;
import dev.breakwater.cost.LlmMeter;
import dev.breakwater.cost.price.PriceBook;
import dev.breakwater.cost.usage.LlmApi;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.overload.ConcurrencyLimiter;
import dev.breakwater.overload.OverloadGuard;
import dev.breakwater.overload.OverloadPolicy;
import dev.breakwater.reports.BrowserReport;
import dev.breakwater.reports.BrowserReport.Disposition;
import dev.breakwater.reports.BrowserReport.Type;
import dev.breakwater.upstream.BreakerChanged;
import dev.breakwater.upstream.BreakerChanged.State;
import dev.breakwater.upstream.UpstreamException.Reason;
import dev.breakwater.upstream.UpstreamResult;
import dev.breakwater.upstream.UpstreamResult.Source;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MeterObserverTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MeterObserver observer = new MeterObserver(registry);

    @Test
    void countsHowRequestsEnd() {
        observer.on(new Completed(new Outcome(200, Outcome.Kind.OK, 1, null, null)), null);
        observer.on(new Completed(new Outcome(429, Outcome.Kind.REJECTED, 1, null, null)), null);
        observer.on(new Completed(new Outcome(429, Outcome.Kind.REJECTED, 1, null, null)), null);
        assertThat(counted("breakwater.requests", "outcome", "ok")).isEqualTo(1);
        assertThat(counted("breakwater.requests", "outcome", "rejected")).isEqualTo(2);
    }

    @Test
    void countsOriginsByReason() {
        observer.on(new CorsDecision(CorsDecision.Kind.PREFLIGHT, null), null);
        observer.on(new CorsDecision(CorsDecision.Kind.WEBSOCKET, CorsDecision.Reason.ORIGIN_NOT_ALLOWED), null);
        assertThat(counted("breakwater.cors.decisions", "reason", "allowed")).isEqualTo(1);
        assertThat(counted("breakwater.cors.decisions", "kind", "websocket")).isEqualTo(1);
        assertThat(counted("breakwater.cors.decisions", "reason", "origin-not-allowed"))
                .isEqualTo(1);
        assertThat(counted("breakwater.security.events", "event", "malicious_cors"))
                .isEqualTo(1);
    }

    @Test
    void countsReportsOfBrowsersByDirectiveAndDisposition() {
        observer.on(report(Type.CSP_VIOLATION, "img-src", Disposition.ENFORCE), null);
        observer.on(report(Type.CSP_VIOLATION, BrowserReport.OTHER, Disposition.REPORT), null);
        observer.on(report(Type.DEPRECATION, null, Disposition.UNKNOWN), null);
        assertThat(counted("breakwater.reports", "directive", "img-src")).isEqualTo(1);
        assertThat(counted("breakwater.reports", "directive", "_OTHER")).isEqualTo(1);
        assertThat(counted("breakwater.reports", "disposition", "enforce")).isEqualTo(1);
        assertThat(counted("breakwater.reports", "type", "deprecation")).isEqualTo(1);
        assertThat(counted("breakwater.reports", "directive", "none")).isEqualTo(1);
    }

    private static BrowserReport report(Type type, String directive, Disposition disposition) {
        return new BrowserReport(type, directive, disposition, null, null, null, 0);
    }

    @Test
    void countsGuardsThatFail() {
        observer.on(new GuardFailed("cors", FailureMode.OPEN, new IllegalStateException()), null);
        assertThat(counted("breakwater.guard.failures", "guard", "cors")).isEqualTo(1);
    }

    @Test
    void countsTokensAndMoneyOfModelCalls() {
        LlmMeter meter = new LlmMeter(PriceBook::bundled, observer, new ManualTime());
        meter.record(LlmApi.GEMINI_GENERATE_CONTENT, "gemini-2.5-flash", answer());
        assertThat(counted("breakwater.llm.tokens", "type", "input")).isEqualTo(200);
        assertThat(counted("breakwater.llm.tokens", "type", "output")).isEqualTo(150);
        assertThat(counted("breakwater.llm.calls", "pricing", "priced")).isEqualTo(1);
        assertThat(counted("breakwater.llm.cost", "model", "gemini-2.5-flash")).isEqualTo(200 * 300 + 150 * 2_500);
    }

    @Test
    void tellsEstimatesApart() {
        LlmMeter meter = new LlmMeter(PriceBook::bundled, observer, new ManualTime().advance(Duration.ofDays(320)));
        String body = "data: {\"message\":{\"usage\":{\"input_tokens\":100}}}\n\n";
        meter.record(LlmApi.ANTHROPIC_MESSAGES, "claude-sonnet-5.5", body.getBytes(StandardCharsets.UTF_8));
        assertThat(counted("breakwater.llm.calls", "pricing", "estimated")).isEqualTo(1);
        assertThat(counted("breakwater.llm.cost", "model", "claude-sonnet-5.5")).isEqualTo(100 * 2_000 + 10_000);
    }

    @Test
    void invitesNoSeriesForEveryInventedModel() {
        LlmMeter meter = new LlmMeter(PriceBook::bundled, observer, new ManualTime());
        for (int i = 0; i < 1_000; i++) {
            meter.record(LlmApi.GEMINI_GENERATE_CONTENT, "invented-" + i, answer());
        }
        assertThat(registry.find("breakwater.llm.calls").counters()).hasSize(101);
        assertThat(counted("breakwater.llm.calls", "model", "_OTHER")).isEqualTo(900);
    }

    @Test
    void timesCallsToUpstreamsByHowTheyEnd() {
        observer.on(new UpstreamResult("gemini", Source.CALL, null, null, false, 2, 3_000_000), null);
        observer.on(new UpstreamResult("gemini", Source.CACHE, null, null, false, 0, 1_000), null);
        observer.on(new UpstreamResult("gemini", Source.NONE, Reason.TIMEOUT, null, true, 1, 5_000_000), null);
        assertThat(timed("answered", "call").totalTime(TimeUnit.MILLISECONDS)).isEqualTo(3);
        assertThat(timed("answered", "cache").count()).isEqualTo(1);
        assertThat(timed("timeout", "fallback").count()).isEqualTo(1);
        assertThat(counted("breakwater.upstream.attempts", "upstream", "gemini"))
                .isEqualTo(3);
    }

    @Test
    void countsWhatBreakersDo() {
        observer.on(new BreakerChanged("gemini", State.CLOSED, State.OPEN), null);
        assertThat(counted("breakwater.upstream.breaker.transitions", "to", "open"))
                .isEqualTo(1);
    }

    @Test
    void countsWhatIsShedAndShowsHowFullTheServiceIs() {
        ManualTime time = new ManualTime();
        ManualScheduler timer = new ManualScheduler(time);
        ConcurrencyLimiter limiter = new ConcurrencyLimiter(time, timer);
        OverloadPolicy policy = OverloadPolicy.builder()
                .maxConcurrent(1)
                .maxWait(Duration.ofMillis(40))
                .build();
        limiter.use(policy);
        Breakwater chain = Breakwater.builder()
                .guards(List.of(OverloadGuard.of(policy, limiter)))
                .observers(List.of(observer))
                .build();
        List<Admission> admissions = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            admissions.add(chain.admit(TestExchange.get("/")));
        }
        assertThat(gauged("in.flight")).isEqualTo(1);
        assertThat(gauged("queued")).isEqualTo(1);
        assertThat(gauged("limit")).isEqualTo(1);
        timer.advance(Duration.ofMillis(40));
        assertThat(admissions).allMatch(Admission::isDecided);
        assertThat(gauged("queued")).isZero();
        assertThat(gauged("peak")).isEqualTo(1);
        assertThat(counted("breakwater.overload.decisions", "decision", "admit"))
                .isEqualTo(1);
        assertThat(counted("breakwater.overload.decisions", "decision", "shed")).isEqualTo(1);
        assertThat(counted("breakwater.overload.decisions", "decision", "expired"))
                .isEqualTo(1);
        assertThat(registry.get("breakwater.overload.wait").timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(40);
        limiter.use(null);
        assertThat(gauged("limit")).isNaN();
    }

    private double gauged(String name) {
        return registry.get("breakwater.overload." + name).gauge().value();
    }

    private Timer timed(String outcome, String source) {
        return registry.get("breakwater.upstream.calls")
                .tags("upstream", "gemini", "outcome", outcome, "source", source)
                .timer();
    }

    @Test
    void takesNoNoticeOfDecisionsItDoesNotKnow() {
        observer.on(new Decision() {}, null);
        assertThat(registry.getMeters()).isEmpty();
    }

    private double counted(String name, String tag, String value) {
        return registry.get(name).tag(tag, value).counter().count();
    }

    private static byte[] answer() {
        return "{\"usageMetadata\":{\"promptTokenCount\":200,\"candidatesTokenCount\":150,\"totalTokenCount\":350}}"
                .getBytes(StandardCharsets.UTF_8);
    }
}
