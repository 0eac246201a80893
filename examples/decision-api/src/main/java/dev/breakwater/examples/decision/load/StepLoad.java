/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision.load;

import dev.breakwater.examples.decision.GeminiStandIn;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * Doubles the users who ask at the same time, step by step, and says at which step the service broke: where it is slower or
 * fails more often than the guide's alerts allow. Users, service and the stand-in for the model share one machine, so this is
 * what they are good for together.
 */
public final class StepLoad {
    private static final int FIRST = 50;
    private static final int LAST = 1_600;
    private static final int WARM_UP = 20;
    private static final Duration STEP = Duration.ofSeconds(5);
    private static final Duration MODEL = Duration.ofMillis(200);

    private final Users users;
    private final GeminiStandIn model;
    private final PrintStream out;

    private StepLoad(Users users, GeminiStandIn model, PrintStream out) {
        this.users = users;
        this.model = model;
        this.out = out;
    }

    /** Takes away the limits of users, addresses and money, which would end the measurement early; nothing else. */
    public static void prepare(SpringApplication application) {
        application.setDefaultProperties(Map.of("spring.main.banner-mode", "off", "logging.threshold.console", "OFF"));
        application.addInitializers(starting -> starting.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "step-load",
                        Map.of(
                                "server.port", 0,
                                "GOOGLE_API_KEY", "",
                                "DAILY_BUDGET_USD", "1000000",
                                "USER_TOKENS_PER_HOUR", "1000000000000",
                                "breakwater.rate-limit.policies[0].name", "default",
                                "breakwater.rate-limit.policies[0].limits", "10000000 per minute"))));
    }

    /** Runs all steps and prints a line for each. */
    public static void run(ConfigurableApplicationContext service) {
        GeminiStandIn model = service.getBean(GeminiStandIn.class);
        int port = service.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        new StepLoad(new Users(port), model, System.out).climb(FIRST, LAST, STEP, MODEL);
    }

    private void climb(int first, int last, Duration step, Duration thinking) {
        model.answerAfter(thinking);
        out.println("The model takes " + thinking.toMillis()
                + " ms and is asked 100 questions at a time; rules answer all others.");
        StepResult unused = users.ask(WARM_UP, step);
        out.println(StepResult.HEADING);
        StepResult broke = null;
        for (int many = first; many <= last; many *= 2) {
            StepResult result = users.ask(many, step);
            out.println(result.line());
            out.flush();
            broke = broke == null && result.isBroken() ? result : broke;
        }
        model.answerAfter(Duration.ZERO);
        out.println(verdict(broke, last));
    }

    private static String verdict(@Nullable StepResult broke, int last) {
        return broke == null
                ? "Not broken by " + last + " users at a time."
                : "Broken at " + broke.users() + " users at a time: " + broke.why() + ".";
    }
}
