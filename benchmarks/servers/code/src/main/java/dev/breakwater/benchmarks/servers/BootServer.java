/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.servers;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Spring Boot with what its class path brings. A profile says what is configured, and what code comes with it. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(HelloController.class)
public class BootServer {
    /** Starts the server. */
    public static void main(String[] arguments) throws IOException {
        Gauge.start();
        SpringApplication.run(BootServer.class, arguments);
    }

    @Bean
    ApplicationListener<ApplicationReadyEvent> registered(ServletContext context) {
        return ready -> Registered.print(context, System.out);
    }
}
