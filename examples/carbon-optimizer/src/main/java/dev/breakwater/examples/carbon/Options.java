/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

import dev.breakwater.exchange.TimeSource;
import dev.breakwater.requestlog.EventSink;
import java.util.List;
import java.util.Map;

/**
 * What the service takes from the outside world, so that tests can give it another.
 *
 * @param environment the environment variables
 * @param arguments the command line; {@code --breakwater.*} are settings
 * @param time the clocks
 * @param events where request events go
 */
public record Options(Map<String, String> environment, List<String> arguments, TimeSource time, EventSink events) {
    /** Copies. */
    public Options {
        environment = Map.copyOf(environment);
        arguments = List.copyOf(arguments);
    }

    /** The world as the process finds it. */
    static Options ofProcess(String... arguments) {
        return new Options(System.getenv(), List.of(arguments), TimeSource.system(), EventSink.slf4j());
    }
}
