/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.exchange.TimeSource;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page's server, which is an origin of its own behind Breakwater. */
class FrontEndTest {
    private final FrontEnd frontEnd = FrontEnd.start(new Options(
            Map.of("PORT", "0", "API_URL", "https://api.radar.example.org"),
            List.of(),
            TimeSource.system(),
            (level, line) -> {}));

    @AfterEach
    void stop() {
        CompletableFuture.runAsync(frontEnd::close);
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + frontEnd.port() + path));
        return HttpClient.newHttpClient()
                .send((headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofString());
    }

    private static String policy(HttpResponse<String> page) {
        return RunningRadar.header(page, "Content-Security-Policy");
    }

    private static String nonce(HttpResponse<String> page) {
        String after = page.body().split("<script nonce=\"", 2)[1];
        return after.substring(0, after.indexOf('"'));
    }

    @Test
    void scriptsRunByANonceThatIsNewEachTime() throws Exception {
        HttpResponse<String> first = get("/");
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(nonce(first)).hasSizeGreaterThanOrEqualTo(22).isNotEqualTo(nonce(get("/")));
        assertThat(policy(first)).contains("script-src 'nonce-" + nonce(first) + "' 'strict-dynamic'");
        assertThat(first.body()).doesNotContain("{nonce}").doesNotContain("{api}");
    }

    @Test
    void nothingUnsafeIsAllowedAndNothingIsAskedButTheApi() throws Exception {
        assertThat(policy(get("/")))
                .contains("default-src 'none'")
                .contains("connect-src 'self' https://api.radar.example.org;")
                .contains("frame-ancestors 'none'")
                .contains("require-trusted-types-for 'script'")
                .doesNotContain("unsafe");
    }

    @Test
    void theContainersProbeFindsItWell() {
        assertThat(Probe.status(frontEnd.port())).isZero();
    }

    @Test
    void thePageItselfIsNeverKept() throws Exception {
        assertThat(RunningRadar.header(get("/"), "Cache-Control")).contains("no-store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/assets/app.js", "/assets/style.css", "/assets/icon.svg"})
    void whatItLoadsMayBeKept(String path) throws Exception {
        HttpResponse<String> asset = get(path);
        assertThat(asset.statusCode()).isEqualTo(200);
        assertThat(RunningRadar.header(asset, "Cache-Control")).isEqualTo("public, max-age=300");
        assertThat(RunningRadar.header(asset, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(get(path, "If-None-Match", RunningRadar.header(asset, "ETag"))
                        .statusCode())
                .isEqualTo(304);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/assets/index.html", "/assets/../breakwater.yaml", "/breakwater.yaml", "/assets/"})
    void nothingElseIsServed(String path) throws Exception {
        assertThat(get(path).statusCode()).isIn(400, 404);
    }

    @Test
    void thePageHasNoScriptThatNeedsNoNonce() throws Exception {
        assertThat(get("/").body())
                .doesNotContainPattern("<script(?! nonce=)")
                .doesNotContainPattern(" on[a-z]+=")
                .doesNotContain("style=\"");
        assertThat(get("/assets/app.js").body())
                .doesNotContain("innerHTML")
                .doesNotContain("insertAdjacentHTML")
                .doesNotContain("document.write");
    }
}
