/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;

/** What a service with a database shows of its pool: a real HikariCP before a database in memory. */
final class PooledDatabase implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final HikariDataSource pool;
    private final HttpServer server;

    PooledDatabase() throws IOException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:h2:mem:operations");
        config.setPoolName("main");
        config.setMaximumPoolSize(2);
        config.setMetricRegistry(registry);
        pool = new HikariDataSource(config);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/metrics/prometheus", call -> {
            use();
            byte[] text = registry.scrape().getBytes(StandardCharsets.UTF_8);
            call.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
            call.sendResponseHeaders(200, text.length);
            try (call) {
                call.getResponseBody().write(text);
            }
        });
        server.start();
    }

    private void use() {
        try (Connection connection = pool.getConnection()) {
            connection.prepareStatement("select 1").execute();
        } catch (SQLException fault) {
            throw new IllegalStateException(fault);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        pool.close();
    }
}
