/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.report;

import dev.breakwater.config.Configured;
import dev.breakwater.policy.Problem;
import java.util.List;

/** Whether the configuration itself is sound. */
final class ConfigurationChecks {
    static final List<ReadinessCheck> ALL = List.of(
            ReadinessCheck.of(
                    "configuration.warnings",
                    "Nothing in the configuration is doubtful",
                    ConfigurationChecks::warnings),
            ReadinessCheck.of(
                    "configuration.secrets",
                    "Secrets come from the environment or from files of their own",
                    ConfigurationChecks::secrets));

    private ConfigurationChecks() {}

    private static Finding warnings(ReadinessContext context) {
        List<Problem> warnings = context.settings().warnings();
        return warnings.isEmpty()
                ? Finding.pass("no warning at start-up")
                : Judges.failInProduction(
                        context,
                        Judges.list(warnings.stream()
                                .map(warning -> warning.code() + " " + warning.path())
                                .toList()),
                        "Each is a line in the log at start-up that says what to change.");
    }

    private static Finding secrets(ReadinessContext context) {
        List<Configured.Secret> secrets = context.configured().secrets();
        List<String> shown =
                shown(secrets.stream().filter(ConfigurationChecks::isPublic).toList());
        if (!shown.isEmpty()) {
            return Finding.fail(
                    "everybody who sees the process list or the artifact can read " + Judges.list(shown),
                    "Set it as an environment variable from a secret store, or name a file, and change the secret.");
        }
        List<String> filed =
                shown(secrets.stream().filter(ConfigurationChecks::isInFile).toList());
        if (!filed.isEmpty()) {
            return Finding.warn(
                    Judges.list(filed) + ": where that file is kept, the secret is kept",
                    "Set it as an environment variable from a secret store, or see to it that the file is in no repository"
                            + " and no image.");
        }
        return Finding.pass(
                secrets.isEmpty()
                        ? "no secret is configured"
                        : "not in a file of the service: " + Judges.list(shown(secrets)));
    }

    private static List<String> shown(List<Configured.Secret> secrets) {
        return secrets.stream()
                .map(secret -> secret.path() + " (" + secret.origin() + ")")
                .toList();
    }

    // Where the value itself comes from does not show, but it is not what the file holds.
    private static boolean isElsewhere(Configured.Secret secret) {
        return secret.origin().endsWith(Configured.PLACEHOLDER);
    }

    private static boolean isPublic(Configured.Secret secret) {
        return !isElsewhere(secret) && hasPublicOrigin(secret.origin());
    }

    private static boolean hasPublicOrigin(String origin) {
        return origin.startsWith("command line")
                || origin.startsWith("system property")
                || origin.startsWith("class path resource")
                || origin.contains("commandLineArgs")
                || origin.contains("systemProperties");
    }

    private static boolean isInFile(Configured.Secret secret) {
        return !isElsewhere(secret) && hasFileOrigin(secret.origin());
    }

    private static boolean hasFileOrigin(String origin) {
        return origin.contains(".yaml") || origin.contains(".yml") || origin.contains(".properties");
    }
}
