/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet;

import static dev.breakwater.examples.bouvet.RunningRadar.NOTICES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.exchange.TimeSource;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** The page in a real browser, which decides what may be read; a browser that is not there is a failure. */
@Tag("heavy")
class BrowserTest {
    private static final String HOST = "http://127.0.0.1:";

    @TempDir
    Path profile;

    private RunningRadar service;
    private FrontEnd frontEnd;
    private ChromeDriver browser;

    @BeforeEach
    void start() throws Exception {
        int port = freePort();
        String policy = "--breakwater.cors.policies[0].";
        service = RunningRadar.startInRealTime(
                Map.of(),
                policy + "paths=/api/**",
                policy + "allowed-origins=" + HOST + port,
                policy + "on-disallowed=reject");
        frontEnd = frontEnd(port);
        browser = browser();
    }

    private FrontEnd frontEnd(int port) {
        Map<String, String> environment = Map.of("PORT", Integer.toString(port), "API_URL", HOST + service.port());
        return FrontEnd.start(new Options(environment, List.of(), TimeSource.system(), (level, line) -> {}));
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private ChromeDriver browser() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(existing("/usr/bin/chromium"));
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile);
        options.setCapability("goog:loggingPrefs", Map.of("browser", "ALL"));
        return new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(
                                Path.of(existing("/usr/bin/chromedriver")).toFile())
                        .build(),
                options);
    }

    private static String existing(String program) {
        assertThat(Files.exists(Path.of(program)))
                .as("%s, from Debian's packages chromium and chromium-driver", program)
                .isTrue();
        return program;
    }

    @AfterEach
    void stop() {
        if (browser != null) {
            browser.quit();
        }
        frontEnd.close();
        service.close();
    }

    private void open(FrontEnd page) {
        browser.get(HOST + page.port() + "/");
    }

    private String text(String id) {
        return browser.findElement(By.id(id)).getText();
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().ignoreException(StaleElementReferenceException.class).until(condition);
    }

    private void search(String words) {
        browser.findElement(By.id("q")).clear();
        browser.findElement(By.id("q")).sendKeys(words, Keys.ENTER);
    }

    private List<String> complaints() {
        return browser.manage().logs().get("browser").getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
                .map(entry -> entry.getMessage())
                .toList();
    }

    @Test
    void aTrustedPageShowsNoticesAndWhatIsLeft() {
        open(frontEnd);
        await(() -> text("summary").equals("20 of 31 notices."));
        assertThat(browser.findElements(By.cssSelector("#notices li"))).hasSize(20);
        assertThat(text("quota")).isEqualTo("19 of 20 searches left");
        assertThat(browser.findElements(By.cssSelector("#cpv option"))).hasSizeGreaterThan(30);
        await(() -> text("about").startsWith("bouvet-radar 1.0.0 is UP."));

        search("arkivsystem");
        await(() -> text("summary").equals("5 of 5 notices."));
        assertThat(browser.findElement(By.cssSelector("#notices a")).getAttribute("href"))
                .startsWith("https://www.doffin.no/notices/");
        assertThat(complaints()).isEmpty();
    }

    @Test
    void aRefusalIsReadableAndTellsWhenToComeAgain() {
        open(frontEnd);
        await(() -> text("summary").startsWith("20 of"));
        for (int i = 0; i < 30 && text("message").isEmpty(); i++) {
            search("search " + i);
            await(() -> !text("message").isEmpty() || text("summary").equals("Nothing was found."));
        }
        assertThat(text("message")).matches("Those were too many searches in a short time\\..* \\d seconds?\\.");
        assertThat(text("quota")).isEqualTo("0 of 20 searches left");
        assertThat(browser.findElement(By.id("go")).isEnabled()).isFalse();

        await(() -> browser.findElement(By.id("go")).isEnabled());
        search("arkivsystem");
        await(() -> text("summary").equals("5 of 5 notices."));
    }

    @Test
    void aPageThatIsNotTrustedReadsNothing() throws Exception {
        FrontEnd other = frontEnd(freePort());
        try {
            open(other);
            await(() -> !text("message").isEmpty());
            assertThat(text("message")).isEqualTo("The API cannot be reached, or does not trust this page.");
            assertThat(browser.findElements(By.cssSelector("#notices li"))).isEmpty();
            assertThat(service.doffin().calls()).isZero();
            assertThat(complaints()).anyMatch(line -> line.contains("blocked by CORS policy"));
        } finally {
            other.close();
        }
    }

    @Test
    void aScriptThatSomebodyPlantsDoesNotRun() {
        open(frontEnd);
        Object tried = browser.executeScript("const refused = [];"
                + "const plant = (planting) => { try { planting(); } catch (error) { refused.push(error.name); } };"
                + "const script = document.createElement('script');"
                + "plant(() => document.body.innerHTML = '<img src=x onerror=\"window.ran = true\">');"
                + "plant(() => document.body.setAttribute('onclick', 'window.ran = true'));"
                + "plant(() => script.text = 'window.ran = true');"
                + "document.body.append(script); document.body.click(); return refused.join();");
        assertThat(tried).isEqualTo("TypeError,TypeError,TypeError"); // of trusted types
        assertThat(browser.executeScript("return window.ran === true")).isEqualTo(false);
        assertThat(complaints()).anyMatch(line -> line.contains("Trusted"));
    }

    @Test
    void theSameSearchIsNotAskedTwiceWithinAMinute() {
        open(frontEnd);
        await(() -> text("summary").startsWith("20 of"));
        Object quota = browser.executeAsyncScript("const done = arguments[arguments.length - 1];"
                + "const ask = () => fetch(document.body.dataset.api + '" + NOTICES + "?q=kurs');"
                + "ask().then(ask).then((answer) => done(answer.headers.get('RateLimit')));");
        assertThat(String.valueOf(quota))
                .contains("r=18"); // the second answer is the first, out of the browser's cache
    }
}
