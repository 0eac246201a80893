/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import dev.breakwater.exchange.TimeSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Down when a database gives no connection, or one that is not valid. It borrows a connection from the pool like everybody
 * else, so it fails too when the pool is empty. Shared and critical unless {@code health.checks.NAME} says otherwise.
 */
public final class DataSourceCheck implements HealthCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final String name;
    private final DataSource source;
    private final TimeSource time;

    private DataSourceCheck(String name, DataSource source, TimeSource time) {
        this.name = name;
        this.source = source;
        this.time = time;
    }

    /**
     * A check of this database, which has two seconds to answer: a driver cannot be relied on to be interrupted, so
     * {@code health.checks.NAME.timeout} only shortens that.
     *
     * @param name of the component
     */
    public static DataSourceCheck of(String name, DataSource source) {
        return of(name, source, TimeSource.system());
    }

    static DataSourceCheck of(String name, DataSource source, TimeSource time) {
        return new DataSourceCheck(name, source, time);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Scope scope() {
        return Scope.SHARED;
    }

    @Override
    public Kind kind() {
        return Kind.DATASTORE;
    }

    @Override
    public Duration timeout() {
        return PATIENCE;
    }

    @Override
    public HealthResult check() throws SQLException {
        long start = time.nanoTime();
        try (Connection connection = source.getConnection()) {
            return connection.isValid(secondsLeft(start))
                    ? HealthResult.up()
                    : HealthResult.down("the connection is not valid");
        }
    }

    // To a driver, 0 is no limit at all.
    private int secondsLeft(long start) {
        Duration left = PATIENCE.minusNanos(time.nanoTime() - start);
        return Math.max(1, Math.toIntExact(left.toSeconds()));
    }
}
