/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.readme;

import dev.breakwater.Guard;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.cost.CallCost;
import dev.breakwater.cost.LlmMeter;
import dev.breakwater.cost.usage.LlmApi;
import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderRules;
import dev.breakwater.exchange.ProblemDetail;
import dev.breakwater.exchange.Reply;
import dev.breakwater.headers.ContentSecurityPolicy;
import dev.breakwater.headers.CspDirective;
import dev.breakwater.headers.CspSource;
import dev.breakwater.headers.HeadersPolicy;
import dev.breakwater.headers.HeadersPreset;
import dev.breakwater.headers.PermissionsPolicy;
import dev.breakwater.headers.Reporting;
import dev.breakwater.headers.SecurityHeaders;
import dev.breakwater.headers.SecurityHeadersGuard;
import dev.breakwater.health.HealthCheck;
import dev.breakwater.health.HealthResult;
import dev.breakwater.ratelimit.Bucket4jStore;
import dev.breakwater.ratelimit.PlanResolver;
import dev.breakwater.ratelimit.RateLimitCharges;
import dev.breakwater.ratelimit.RateLimitPolicy;
import dev.breakwater.ratelimit.RateLimitStore;
import dev.breakwater.runtime.BreakwaterRuntime;
import dev.breakwater.upstream.AnswerCodec;
import dev.breakwater.upstream.Upstream;
import dev.breakwater.upstream.UpstreamException;
import dev.breakwater.upstream.UpstreamHttp;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;

/** The Java of README, compiled. What stands between the two comments of a region stands there word for word. */
final class Snippets {

    private Snippets() {}

    static void forDescriptors(ServletContext context) {
        // region: attribute
        context.setAttribute(BreakwaterRuntime.class.getName(), BreakwaterRuntime.start());
        // endregion
    }

    static Upstream alone() {
        // region: upstream
        Upstream prices = Upstream.named("price-api")
                .timeout(Duration.ofSeconds(2))
                .attempts(3)
                .cacheTtl(Duration.ofMinutes(5))
                .build();
        // endregion
        return prices;
    }

    static BigDecimal price(Upstream prices, Client client, String sku) {
        // region: call
        BigDecimal price = prices.call(
                        () -> client.price(sku)) // any code that blocks; or callAsync for a CompletionStage
                .cachedBy(sku)
                .fallback(failure -> client.lastKnownPrice(sku))
                .get();
        // endregion
        return price;
    }

    static BigDecimal sharedPrice(Upstream prices, Client client, String sku) {
        // region: shared-answers
        // Another shape takes another name, so that no release reads what another wrote.
        AnswerCodec<BigDecimal> codec = AnswerCodec.text("price-1", BigDecimal::toPlainString, BigDecimal::new);

        BigDecimal price =
                prices.call(() -> client.price(sku)).cachedBy(sku, codec).get();
        // endregion
        return price;
    }

    static CompletableFuture<BigDecimal> later(
            Upstream prices, Client client, String sku, CompletableFuture<byte[]> body) {
        // region: wrap
        Supplier<CompletableFuture<BigDecimal>> asking = CurrentExchange.wrapSupplier(
                () -> prices.callAsync(() -> client.askPrice(sku)).start());
        return body.thenCompose(read -> asking.get());
        // endregion
    }

    static void unavailable(UpstreamException failure, HttpServletResponse response) throws IOException {
        // region: unavailable
        Reply reply = failure.toReply();
        response.setStatus(reply.status());
        reply.headers().forEach(header -> response.setHeader(header.name(), header.value()));
        reply.writeTo(response.getOutputStream());
        // endregion
    }

    static Summary summarise(BreakwaterRuntime runtime, HttpRequest request, String text) {
        // region: model
        UpstreamHttp gemini = UpstreamHttp.of(runtime.upstream("gemini"), HttpClient.newHttpClient())
                .meter(runtime.llmMeter().http(LlmApi.GEMINI_GENERATE_CONTENT, "gemini-2.5-flash"));

        Summary summary = gemini.call(request, BodyHandlers.ofString())
                .map(answer -> Summary.parse(answer)) // what this throws is a failure of the call
                .cachedBy(text)
                .fallback(failure -> Summary.firstLines(text)) // also when the kill switch is thrown
                .get();
        // endregion
        return summary;
    }

    static CallCost ask(LlmMeter meter, byte[] answer) {
        // region: meter
        CallCost cost = meter.record(LlmApi.OPENAI_CHAT_COMPLETIONS, "gpt-6-luna", answer);
        // endregion
        return cost;
    }

    static void loginFailed() {
        // region: failed
        RateLimitCharges.current().failed();
        // endregion
    }

    static RateLimitPolicy tokens() {
        // region: costs
        RateLimitPolicy tokens = RateLimitPolicy.builder("tokens")
                .paths("/ask")
                .limits("100000 per hour")
                .cost(exchange -> "long".equals(exchange.header("X-Answer")) ? 4_000 : 1_000)
                .build();
        // endregion
        return tokens;
    }

    abstract static class Asking {
        CompletableFuture<Answer> answer(String question) {
            // region: settle
            RateLimitCharges charges = RateLimitCharges.current(); // on the request's thread
            CompletableFuture<Answer> answer = ask(question);
            return answer.whenComplete((said, failure) -> charges.settle("tokens", said == null ? 0 : said.tokens()));
            // endregion
        }

        abstract CompletableFuture<Answer> ask(String question);

        record Answer(String text, long tokens) {}
    }

    static SecurityHeadersGuard headers() {
        // region: header-policy
        HeadersPolicy policy = HeadersPolicy.builder()
                .preset(HeadersPreset.HTML)
                .contentSecurityPolicy(ContentSecurityPolicy.builder()
                        .sources(CspDirective.DEFAULT_SRC, CspSource.none())
                        .sources(CspDirective.SCRIPT_SRC, CspSource.nonce(), CspSource.strictDynamic())
                        .sources(CspDirective.STYLE_SRC, CspSource.self(), CspSource.sha256("body { margin: 0 }"))
                        .sources(CspDirective.IMG_SRC, CspSource.self(), CspSource.of("https://images.example"))
                        .sources(CspDirective.BASE_URI, CspSource.none())
                        .sources(CspDirective.FORM_ACTION, CspSource.self())
                        .sources(CspDirective.FRAME_ANCESTORS, CspSource.none())
                        .upgradeInsecureRequests()
                        .build())
                .permissionsPolicy(PermissionsPolicy.denyingAll()
                        .allow("payment", "self", "https://pay.example")
                        .build())
                .reporting(Reporting.toPath("/csp-reports"))
                .rule("/api/**", rule -> rule.preset(HeadersPreset.API))
                .rule("/logout", rule -> rule.clearSiteData("cache", "cookies", "storage"))
                .build();
        SecurityHeadersGuard guard = new SecurityHeadersGuard(policy);
        // endregion
        return guard;
    }

    static String page() {
        // region: header-nonce
        String page = "<script nonce=\"" + SecurityHeaders.current().nonce() + "\">start()</script>";
        // endregion
        return page;
    }

    static void embeddable() {
        // region: header-edit
        SecurityHeaders.current()
                .append(CspDirective.IMG_SRC, CspSource.of("https://images.example"))
                .override(CspDirective.FRAME_ANCESTORS, CspSource.of("https://shop.example"))
                .header("Cross-Origin-Opener-Policy", "same-origin-allow-popups");
        // endregion
    }

    static final class Limits {
        // region: store
        @Bean
        RateLimitStore buckets(ProxyManager<String> manager) { // built with an expiry, see the Javadoc
            return Bucket4jStore.over(manager);
        }
        // endregion

        // region: plan
        @Bean
        PlanResolver plans(Accounts accounts) {
            return exchange -> accounts.planOf(exchange.user()); // asked for every request: answer from memory
        }
        // endregion
    }

    static void withoutServerHeader(ServerConnector connector) {
        // region: jetty-server-header
        connector
                .getConnectionFactory(HttpConnectionFactory.class)
                .getHttpConfiguration()
                .setSendServerVersion(false);
        // endregion
    }

    interface Accounts {
        @Nullable
        String planOf(@Nullable String user);
    }

    interface Client {
        BigDecimal price(String sku) throws IOException;

        BigDecimal lastKnownPrice(String sku);

        CompletableFuture<BigDecimal> askPrice(String sku);
    }

    record Summary(String text) {
        static Summary parse(HttpResponse<String> answer) throws IOException {
            if (answer.statusCode() != 200) {
                throw new IOException("status " + answer.statusCode());
            }
            return new Summary(answer.body());
        }

        static Summary firstLines(String text) {
            return new Summary(text.substring(0, Math.min(text.length(), 200)));
        }
    }

    static final class Checks {
        // region: check
        @Bean
        HealthCheck database(DataSource source) {
            return HealthCheck.shared("database", () -> {
                try (Connection connection = source.getConnection()) {
                    return connection.isValid(1) ? HealthResult.up() : HealthResult.down("not valid");
                }
            });
        }
        // endregion
    }

    // region: guard
    record Maintenance(BooleanSupplier closed) implements Guard {
        private static final Reply REFUSAL = Reply.problem(
                        ProblemDetail.of("about:blank", "Service Unavailable", 503, "Closed for maintenance."))
                .with("Retry-After", "600");

        @Override
        public String name() {
            return "maintenance";
        }

        @Override
        public Stage stage() {
            return Stage.LIMIT; // security headers and CORS stand already; probes and preflights have been answered
        }

        @Override
        public Verdict inspect(Exchange exchange) {
            return closed.getAsBoolean() ? Verdict.respond(REFUSAL) : Verdict.proceed();
        }
    }
    // endregion

    record Echo() implements Guard {
        @Override
        public String name() {
            return "echo";
        }

        @Override
        public Stage stage() {
            return Stage.DECORATE;
        }

        // region: wrong
        @Override
        public Verdict inspect(Exchange exchange) {
            // Wrong: much that a client can send is no header value. HeaderRule throws, so this guard has failed:
            // that is logged with its name, and the request goes on without it.
            String name = exchange.header("X-Name");
            return name == null ? Verdict.proceed() : Verdict.proceed(HeaderRules.of(HeaderRule.pin("X-Hello", name)));
        }
        // endregion
    }
}
