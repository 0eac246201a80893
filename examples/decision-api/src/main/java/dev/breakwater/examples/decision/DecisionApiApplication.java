/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import dev.breakwater.examples.decision.demo.Demo;
import dev.breakwater.examples.decision.load.StepLoad;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts the service. {@code --demo} then sends real traffic and shows what each protection does; {@code --demo --exit}
 * ends afterwards, with status 0 only if every step did what it should. {@code --step-load} finds out how many users at a time
 * it serves, and ends. All other arguments are Spring Boot's.
 */
@SpringBootApplication
public class DecisionApiApplication {
    /**
     * Starts the service.
     *
     * @param args Spring Boot's arguments, {@code --demo}, {@code --exit} and {@code --step-load}
     */
    public static void main(String[] args) {
        List<String> given = Arrays.asList(args);
        SpringApplication application = new SpringApplication(DecisionApiApplication.class);
        if (given.contains("--step-load")) {
            StepLoad.prepare(application);
            StepLoad.run(application.run(args));
            System.exit(0);
        }
        if (!given.contains("--demo")) {
            application.run(args);
            return;
        }
        Demo demo = Demo.prepare(application, args);
        boolean asExpected = demo.run(application.run(args));
        if (given.contains("--exit")) {
            System.exit(asExpected ? 0 : 1);
        }
    }

    /** For tests: starts the service in this process. */
    static ConfigurableApplicationContext start(String... args) {
        return new SpringApplication(DecisionApiApplication.class).run(args);
    }
}
