/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.report;

import dev.breakwater.config.ServiceInfo;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the service says who it is and is run as a service for real users is. */
final class ServiceChecks {
    static final List<ReadinessCheck> ALL = List.of(
            ReadinessCheck.of("service.enabled", "Protections are switched on", ServiceChecks::enabled),
            ReadinessCheck.of("service.name", "Service and version have names", ServiceChecks::name),
            ReadinessCheck.of("service.environment", "It is known where this runs", ServiceChecks::environment),
            ReadinessCheck.of("service.debug", "Nothing is logged at debug level", ServiceChecks::debug),
            ReadinessCheck.of(
                    "errors.problem-details",
                    "Errors are answered without details of the code",
                    ServiceChecks::errors));

    private ServiceChecks() {}

    private static Finding enabled(ReadinessContext context) {
        return context.settings().enabled()
                ? Finding.pass("breakwater.enabled is true")
                : Finding.fail("breakwater.enabled is false: no protection stands", "Set breakwater.enabled to true.");
    }

    private static Finding name(ReadinessContext context) {
        ServiceInfo service = context.settings().service();
        if (service.name() == null) {
            return Finding.fail(
                    "service.name is not set, so that health, logs and metrics cannot say whose they are",
                    "Set service.name or SERVICE_NAME.");
        }
        return service.version() == null
                ? Finding.warn(
                        service.name() + " without a version, so that releases cannot be told apart",
                        "Set service.version or SERVICE_VERSION.")
                : Finding.pass(service.name() + " " + service.version());
    }

    private static Finding environment(ReadinessContext context) {
        String environment = context.settings().service().environment();
        if (environment == null) {
            return Finding.fail(
                    "service.environment is not set, so that this report is as lenient as for a developer's machine",
                    "Set service.environment or ENVIRONMENT; production, prod and live are where real users are.");
        }
        return Finding.pass(environment + (context.isProduction() ? ", judged strictly" : ", judged leniently"));
    }

    private static Finding debug(ReadinessContext context) {
        Logger root = LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        if (!root.isDebugEnabled()) {
            return Finding.pass("the root logger's level is above debug");
        }
        return Judges.failInProduction(
                context,
                "the root logger writes at " + (root.isTraceEnabled() ? "trace" : "debug"),
                "Set the root logger's level to INFO in the logging system's configuration.");
    }

    private static Finding errors(ReadinessContext context) {
        return context.settings().enabled() && context.settings().problemDetails()
                ? Finding.pass("errors.problem-details is true")
                : Judges.failInProduction(
                        context,
                        "errors.problem-details is false: the container's or the framework's error page decides what is told",
                        "Set errors.problem-details to true.");
    }
}
