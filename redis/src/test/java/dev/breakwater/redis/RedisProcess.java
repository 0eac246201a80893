/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/**
 * A real redis-server on a port of its own at 127.0.0.1, with nothing on disk that outlives it. It can be paused, killed
 * and started again on the same port. The one that comes with the build is used, or that which the system property
 * {@code test.redis} names.
 */
public final class RedisProcess implements AutoCloseable {
    private static final Path DEBIAN = Path.of("/usr/bin/redis-server");
    // Unpacked once: it is three megabytes.
    private static final Path EMBEDDED = unpacked();
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Path executable;
    private final int port;
    private final List<String> options;
    private final Path directory = directory();
    private @Nullable Process process;

    private RedisProcess(Path executable, int port, String... options) {
        this.executable = executable;
        this.port = port;
        this.options = List.of(options);
    }

    /** Running, with these options of the command line: {@code "--maxmemory", "1mb"}. */
    public static RedisProcess started(String... options) {
        return stopped(options).start();
    }

    /** Not running yet; its port is known and free. */
    public static RedisProcess stopped(String... options) {
        return new RedisProcess(EMBEDDED, freePort(), options);
    }

    /** Not running yet, of another executable. */
    public static RedisProcess of(Path executable, String... options) {
        return new RedisProcess(executable, freePort(), options);
    }

    /** Not running yet: a Sentinel, with this configuration. */
    public static RedisProcess sentinel(Path configuration) {
        return new RedisProcess(EMBEDDED, freePort(), configuration.toString(), "--sentinel");
    }

    /** The redis-server of the build, or that which {@code test.redis} names. */
    public static Path embedded() {
        return EMBEDDED;
    }

    /** Debian's redis-server, newer than the one of the build; tests that need it ask {@link #hasDebian} first. */
    public static Path debian() {
        return DEBIAN;
    }

    /** Whether Debian's is there. */
    public static boolean hasDebian() {
        return Files.isExecutable(DEBIAN);
    }

    /** Starts it, if it does not run, and waits until it answers. */
    public RedisProcess start() {
        try {
            launch();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        long deadline = System.nanoTime() + START_NANOS;
        while (!answers()) {
            if (System.nanoTime() > deadline || !running().isAlive()) {
                close();
                throw new IllegalStateException(executable + " on port " + port + " did not answer");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        return this;
    }

    /** Where it listens, or will. */
    public int port() {
        return port;
    }

    /** Its address, as Lettuce and {@code redis.url} have it. */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** Stands still, its connections open, until {@link #resume}. */
    public void pause() {
        signal("STOP");
    }

    /** Goes on where {@link #pause} stopped it. */
    public void resume() {
        signal("CONT");
    }

    /** Dies at once, without a word to anyone. */
    public void kill() {
        Process victim = process;
        process = null;
        if (victim != null) {
            victim.destroyForcibly();
            await(victim);
        }
    }

    /** Runs one command as {@code redis-cli} does and returns the first line of the answer, as the protocol has it. */
    public String command(String... words) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(2_000);
            socket.getOutputStream().write(encode(words));
            String line = reader(socket).readLine();
            return line == null ? "" : line;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Runs one command that answers with one text, such as {@code INFO}. */
    public String text(String... words) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(2_000);
            socket.getOutputStream().write(encode(words));
            BufferedReader reader = reader(socket);
            String head = reader.readLine();
            if (head == null || !head.startsWith("$") || head.startsWith("$-")) {
                return head == null ? "" : head;
            }
            char[] text = new char[Integer.parseInt(head.substring(1))];
            int read = 0;
            while (read < text.length) {
                int more = reader.read(text, read, text.length - read);
                if (more < 0) {
                    break;
                }
                read += more;
            }
            return new String(text, 0, read);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        kill();
    }

    @Override
    public String toString() {
        return executable.getFileName() + " on port " + port;
    }

    private void launch() throws IOException {
        if (process != null) {
            return;
        }
        List<String> line = new ArrayList<>(List.of(executable.toString()));
        // A file of configuration comes first, as the command line wants it.
        boolean isSentinel = options.contains("--sentinel");
        line.addAll(isSentinel ? options : List.of());
        line.addAll(List.of("--port", String.valueOf(port), "--bind", "127.0.0.1", "--dir", directory.toString()));
        if (!isSentinel) {
            line.addAll(List.of("--save", "", "--appendonly", "no", "--daemonize", "no"));
            line.addAll(options);
        }
        process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Process started = process;
        Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
    }

    // Any answer will do: one that wants a password is up, too.
    private boolean answers() {
        try {
            return !command("PING").isEmpty();
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    private Process running() {
        Process now = process;
        if (now == null) {
            throw new IllegalStateException(this + " is not running");
        }
        return now;
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder(
                            "kill", "-" + name, String.valueOf(running().pid()))
                    .start();
            await(kill);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void await(Process process) {
        try {
            process.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    }

    private static byte[] encode(String... words) {
        StringBuilder text = new StringBuilder("*").append(words.length).append("\r\n");
        for (String word : words) {
            text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Path unpacked() {
        String named = System.getProperty("test.redis");
        if (named != null) {
            return Path.of(named);
        }
        try {
            return ExecutableProvider.newJarResourceProvider().get().toPath();
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    // Kept between starts: a server of a cluster writes down there which slots it has.
    private static Path directory() {
        try {
            Path directory = Files.createTempDirectory("redis");
            directory.toFile().deleteOnExit();
            return directory;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }
}
