/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Instances of a service, each in a process of its own, with one Redis. */
final class Fleet implements AutoCloseable {
    private final List<Node> nodes = new ArrayList<>();

    /** Starts an instance for each number, which says how many seconds its wall clock is ahead, and waits for all. */
    Fleet(RedisProcess redis, String prefix, int... secondsAhead) throws IOException {
        this(FleetNode.class, redis, prefix, secondsAhead);
    }

    /** The same with instances that do something else. */
    Fleet(Class<?> main, RedisProcess redis, String prefix, int... secondsAhead) throws IOException {
        Path directory = Files.createDirectories(Path.of("target", "fleet"));
        for (int ahead : secondsAhead) {
            Path admitted = Files.createTempFile(directory, "admitted", "");
            Files.write(admitted, new byte[Long.BYTES]);
            admitted.toFile().deleteOnExit();
            nodes.add(new Node(main, redis, prefix, ahead, admitted));
        }
        nodes.forEach(Node::answer);
    }

    /** Asks all of them at once. */
    List<String> all(String question) {
        nodes.forEach(node -> node.tell(question));
        return nodes.stream().map(Node::answer).toList();
    }

    Node node(int index) {
        return nodes.get(index);
    }

    /** What all have admitted so far, by their own account. */
    long admitted() {
        return nodes.stream().mapToLong(Node::admitted).sum();
    }

    @Override
    public void close() {
        nodes.forEach(Node::kill);
    }

    /** One of them. */
    static final class Node {
        private final Path admitted;
        private final Process process;
        private final BufferedReader answers;

        private Node(Class<?> main, RedisProcess redis, String prefix, int ahead, Path admitted) throws IOException {
            this.admitted = admitted;
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xshare:auto",
                            "-XX:TieredStopAtLevel=1",
                            "-Xmx256m",
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            main.getName(),
                            redis.url(),
                            prefix,
                            String.valueOf(ahead),
                            admitted.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        }

        String ask(String question) {
            tell(question);
            return answer();
        }

        void tell(String question) {
            try {
                process.getOutputStream().write((question + "\n").getBytes(StandardCharsets.UTF_8));
                process.getOutputStream().flush();
            } catch (IOException fault) {
                throw new UncheckedIOException(fault);
            }
        }

        /** What it says to the first question that it has not been heard on. */
        String answer() {
            try {
                String line = answers.readLine();
                // Libraries greet on standard output, too.
                while (line != null && !line.startsWith(FleetNode.ANSWER)) {
                    line = answers.readLine();
                }
                return line == null ? "ended" : line.substring(FleetNode.ANSWER.length());
            } catch (IOException fault) {
                throw new UncheckedIOException(fault);
            }
        }

        long admitted() {
            try {
                return ByteBuffer.wrap(Files.readAllBytes(admitted))
                        .order(ByteOrder.nativeOrder())
                        .getLong();
            } catch (IOException fault) {
                throw new UncheckedIOException(fault);
            }
        }

        /** Ends it at once, whatever it is doing. */
        void kill() {
            process.destroyForcibly().onExit().join();
        }
    }
}
