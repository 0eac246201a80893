/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/** A Redis of its own, bound to this machine, that keeps nothing on disk, and that can be killed and started again. */
public final class RedisServer implements AutoCloseable {
    private static final long START_SECONDS = 10;

    private final Path executable;
    private final int port;
    private @Nullable Process process;

    private RedisServer(Path executable, int port) {
        this.executable = executable;
        this.port = port;
    }

    /** Starts one on a free port, and waits until it answers. */
    public static RedisServer started() throws IOException, InterruptedException {
        Path executable = ExecutableProvider.newJarResourceProvider().get().toPath();
        RedisServer server = new RedisServer(executable, Ports.free());
        server.start();
        return server;
    }

    /** Starts it, if it does not run. */
    public void start() throws IOException, InterruptedException {
        process = new ProcessBuilder(List.of(
                        executable.toString(),
                        "--bind",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port),
                        "--save",
                        "",
                        "--appendonly",
                        "no"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectErrorStream(true)
                .start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!answers()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("Redis does not answer on port " + port);
            }
            Thread.sleep(10);
        }
    }

    private boolean answers() {
        try {
            return command("PING").startsWith("+PONG");
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The address for {@code REDIS_URL}. */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** Sends one command, and returns the beginning of the answer as it stands in the protocol. */
    public String command(String... words) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(1_000);
            StringBuilder text = new StringBuilder("*").append(words.length).append("\r\n");
            for (String word : words) {
                text.append('$')
                        .append(word.length())
                        .append("\r\n")
                        .append(word)
                        .append("\r\n");
            }
            socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.US_ASCII));
            byte[] answer = new byte[4096];
            int read = socket.getInputStream().read(answer);
            return read < 0 ? "" : new String(answer, 0, read, StandardCharsets.US_ASCII);
        }
    }

    /** Ends it at once, without a word to anyone. */
    public void kill() {
        Process running = process;
        process = null;
        if (running != null) {
            running.destroyForcibly().onExit().join();
        }
    }

    /** Lets it stand still: it is there, and answers nobody. */
    public void pause() throws IOException {
        signal("-STOP");
    }

    /** Lets it go on. */
    public void resume() throws IOException {
        signal("-CONT");
    }

    private void signal(String which) throws IOException {
        Process running = process;
        if (running != null) {
            new ProcessBuilder("kill", which, Long.toString(running.pid()))
                    .start()
                    .onExit()
                    .join();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
