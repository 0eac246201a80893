/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks a probe and exits with 0 if it answers 2xx, 1 if not, 2 if it was called wrongly: for containers without curl.
 * Needs nothing but this class, and starts fast:
 *
 * <pre>{@code java -cp app.jar dev.breakwater.health.ProbeClient [URL] [--timeout MILLISECONDS]}</pre>
 *
 * The URL is {@code http://127.0.0.1:${PORT}/readyz} unless given, with port 8080 unless the environment has {@code PORT};
 * the limit is 2000 milliseconds for the whole. Redirects are not followed: they are no success.
 */
public final class ProbeClient {
    private static final int LONGEST_LINE = 200;

    private ProbeClient() {}

    /** Asks, prints one line and exits. */
    public static void main(String[] args) {
        System.exit(run(args, System.getenv(), System.out));
    }

    static int run(String[] args, Map<String, String> environment, PrintStream out) {
        String url = null;
        long timeout = 2_000;
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--timeout") && i + 1 < args.length) {
                timeout = number(args[++i]);
            } else if (url == null && !args[i].startsWith("-")) {
                url = args[i];
            } else {
                timeout = 0;
            }
        }
        URI address = address(url == null ? byDefault(environment) : url);
        if (address == null || timeout < 1) {
            out.println("usage: ProbeClient [http://HOST[:PORT]/PATH] [--timeout MILLISECONDS]");
            return 2;
        }
        String said = ask(address, timeout);
        // RFC 9112 section 4: HTTP/1.1 200 OK
        boolean well = said.startsWith("HTTP/1.") && said.startsWith(" 2", 8);
        out.println((well ? "UP " : "DOWN ") + address + " " + said);
        return well ? 0 : 1;
    }

    private static String byDefault(Map<String, String> environment) {
        return "http://127.0.0.1:" + environment.getOrDefault("PORT", "8080") + "/readyz";
    }

    private static long number(String text) {
        try {
            return Math.min(Long.parseLong(text), TimeUnit.HOURS.toMillis(1));
        } catch (NumberFormatException none) {
            return 0;
        }
    }

    private static @Nullable URI address(String url) {
        try {
            URI address = URI.create(url);
            return "http".equals(address.getScheme()) && address.getHost() != null ? address : null;
        } catch (IllegalArgumentException none) {
            return null;
        }
    }

    // On a thread of its own, because neither looking up a host nor an answer that drips knows a limit.
    private static String ask(URI address, long timeout) {
        FutureTask<String> asked = new FutureTask<>(() -> statusLine(address));
        Thread thread = new Thread(asked, "probe");
        thread.setDaemon(true);
        thread.start();
        try {
            return asked.get(timeout, TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            return String.valueOf(failed.getCause());
        } catch (TimeoutException late) {
            return "no answer within " + timeout + " ms";
        } catch (InterruptedException stopped) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private static String statusLine(URI address) throws IOException {
        int port = address.getPort() < 0 ? 80 : address.getPort();
        try (Socket socket = new Socket(address.getHost(), port)) {
            socket.getOutputStream().write(request(address).getBytes(StandardCharsets.US_ASCII));
            return line(socket.getInputStream());
        }
    }

    private static String request(URI address) {
        String path = address.getRawPath().isEmpty() ? "/" : address.getRawPath();
        String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
        return "GET " + path + query + " HTTP/1.1\r\nHost: " + address.getRawAuthority()
                + "\r\nAccept: text/plain\r\nUser-Agent: breakwater-probe\r\nConnection: close\r\n\r\n";
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int c = in.read();
        while (c >= 0 && c != '\r' && c != '\n' && line.length() < LONGEST_LINE) {
            line.append(c >= ' ' && c <= '~' ? (char) c : '?');
            c = in.read();
        }
        return line.isEmpty() ? "no answer" : line.toString();
    }
}
