/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import dev.breakwater.examples.dealhealth.demo.Demo;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * Starts the service. {@code --demo} instead starts Redis and two instances, each a process of its own, sends them real
 * traffic and shows what becomes of it; {@code --demo --exit} ends afterwards, with status 0 only if every step did what
 * it should. All other arguments are Spring Boot's.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class DealHealthApplication {
    /**
     * Starts the service, or the demo.
     *
     * @param args Spring Boot's arguments, {@code --demo} and {@code --exit}
     * @throws Exception if the demo cannot run
     */
    public static void main(String[] args) throws Exception {
        List<String> given = Arrays.asList(args);
        if (!given.contains("--demo")) {
            SpringApplication.run(DealHealthApplication.class, args);
            return;
        }
        boolean asExpected = Demo.run(!given.contains("--exit"));
        if (given.contains("--exit")) {
            System.exit(asExpected ? 0 : 1);
        }
    }
}
