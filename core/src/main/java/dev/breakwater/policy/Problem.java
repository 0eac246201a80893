/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.policy;

/**
 * One thing wrong with a policy or its configuration: data first, so that tools can show it their own way.
 *
 * @param severity whether it keeps the service from starting
 * @param code stable, for looking it up: {@code BW-CORS-012}
 * @param path where it is: {@code cors.policies[0].allowed-origins[1]}
 * @param value what was found there, as text; never a secret
 * @param expected what was expected instead
 * @param fix what to do about it
 */
public record Problem(Severity severity, String code, String path, String value, String expected, String fix) {

    /** How bad a problem is. */
    public enum Severity {
        /** The service does not start. */
        ERROR,
        /** The service starts and says so. */
        WARNING
    }

    /** A problem that keeps the service from starting. */
    public static Problem error(String code, String path, String value, String expected, String fix) {
        return new Problem(Severity.ERROR, code, path, value, expected, fix);
    }

    /** A problem that is only said. */
    public static Problem warning(String code, String path, String value, String expected, String fix) {
        return new Problem(Severity.WARNING, code, path, value, expected, fix);
    }

    /** Whether this keeps the service from starting. */
    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** The same problem, its path below another one. */
    public Problem below(String parent) {
        String joined = path.isEmpty() ? parent : path.startsWith("[") ? parent + path : parent + "." + path;
        return new Problem(severity, code, joined, value, expected, fix);
    }

    /** The same problem with more advice. */
    public Problem advised(String more) {
        return new Problem(severity, code, path, value, expected, fix.isEmpty() ? more : fix + ' ' + more);
    }

    /** One readable line. */
    @Override
    public String toString() {
        return code + " " + path + ": " + value + " (expected: " + expected + "). " + fix;
    }
}
