/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.load;

import dev.breakwater.benchmarks.services.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import redis.embedded.core.ExecutableProvider;

/** A Redis of our own on this machine, which keeps nothing on disk, and can be killed and started again. */
final class Redis implements AutoCloseable {
    private static final long START_NANOS = 10_000_000_000L;
    private static final long BETWEEN_NANOS = 20_000_000;

    private final Path executable;
    private final int port;
    private Process process;

    private Redis(Path executable, int port) throws IOException {
        this.executable = executable;
        this.port = port;
        process = launched();
    }

    static Redis start() throws IOException {
        Redis redis =
                new Redis(ExecutableProvider.newJarResourceProvider().get().toPath(), ServiceProcess.freePort());
        redis.await();
        return redis;
    }

    String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** Ends it at once, without a word to anyone. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Lets it stand still: it is there, and answers nothing. */
    void pause() {
        signal("-STOP");
    }

    /** Lets it go on. */
    void resume() {
        signal("-CONT");
    }

    private void signal(String which) {
        try {
            new ProcessBuilder("kill", which, String.valueOf(process.pid()))
                    .start()
                    .onExit()
                    .join();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    /** Starts it anew, without anything that it knew. */
    void restart() throws IOException {
        process = launched();
        await();
    }

    private Process launched() throws IOException {
        String at = String.valueOf(port);
        return ServiceProcess.endsWithThis(new ProcessBuilder(List.of(
                        executable.toString(), "--bind", "127.0.0.1", "--port", at, "--save", "", "--appendonly", "no"))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.DISCARD)
                .start());
    }

    private void await() throws IOException {
        long end = System.nanoTime() + START_NANOS;
        while (!answers()) {
            if (System.nanoTime() > end) {
                throw new IOException("Redis does not answer on port " + port);
            }
            LockSupport.parkNanos(BETWEEN_NANOS);
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(1_000);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() == '+';
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        kill();
    }
}
