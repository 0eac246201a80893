/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.browser;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** Chromium without a window, with a profile that nobody used before, and the pages it is shown. */
final class Browser implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ChromeDriver driver;
    private final FrontEnd frontEnd;
    private final Path profile;

    private Browser(ChromeDriver driver, FrontEnd frontEnd, Path profile) {
        this.driver = driver;
        this.frontEnd = frontEnd;
        this.profile = profile;
    }

    static Browser start() {
        requireInstalled(CHROMIUM);
        requireInstalled(DRIVER);
        try {
            Path profile = Files.createTempDirectory("breakwater-browser");
            ChromeDriverService service = new ChromeDriverService.Builder()
                    .usingDriverExecutable(DRIVER.toFile())
                    .usingAnyFreePort()
                    .withLogFile(new File("target/chromedriver.log"))
                    .build();
            ChromeDriver driver = new ChromeDriver(service, options(profile));
            driver.manage().timeouts().scriptTimeout(PATIENCE).pageLoadTimeout(PATIENCE);
            return new Browser(driver, FrontEnd.start(), profile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireInstalled(Path program) {
        if (!Files.isExecutable(program)) {
            throw new IllegalStateException(program + ": not there (expected: a browser for the tests of the profile"
                    + " \"heavy\"). On Debian: apt-get install chromium chromium-driver");
        }
    }

    private static ChromeOptions options(Path profile) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments(
                "--user-data-dir=" + profile,
                "--headless=new",
                // The tests may run as root, in a container, where Chromium's sandbox cannot.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                // It brings a page back as it was left, still running, and asks neither a cache nor the server.
                "--disable-features=BackForwardCache");
        // Debian's build blocks the cookies of other sites unless told otherwise; Chromium's own does not.
        options.setExperimentalOption("prefs", Map.of("profile.cookie_controls_mode", 0));
        return options;
    }

    /** Opens a page of a front end whose origin is this host's: {@code http://HOST:PORT}, the same port for all. */
    Page page(String host) {
        return open("http://" + host + ":" + frontEnd.port() + "/caller.html");
    }

    /** Opens whatever is at an address, in place of the page before. */
    Page open(String url) {
        driver.get(url);
        return new Page(driver);
    }

    /** Goes back to the page before, which the browser may have kept. */
    Page back() {
        driver.navigate().back();
        return new Page(driver);
    }

    /** Shows a page in a frame of a page of another origin, and returns the address of what stands there then. */
    String framed(String url) {
        page("app.localhost").await("frame(arguments[0])", url);
        try {
            driver.switchTo().frame(0);
            return (String) driver.executeScript("return document.URL");
        } finally {
            driver.switchTo().defaultContent();
        }
    }

    /** Ends the browser and its driver, and forgets the profile. */
    @Override
    public void close() throws IOException {
        driver.quit();
        frontEnd.close();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }
}
