/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.audit;

import dev.breakwater.SecurityEvent;
import org.slf4j.event.Level;

/** How bad an event is, as the OWASP Logging Vocabulary rates it, and in the words of others. */
enum Importance {
    /** Worth a look. */
    WARN(Level.WARN, 4),
    /** Somebody attacks, or something that must not happen did. */
    CRITICAL(Level.ERROR, 2);

    private final Level level;
    private final int syslog;

    Importance(Level level, int syslog) {
        this.level = level;
        this.syslog = syslog;
    }

    static Importance of(SecurityEvent event) {
        return switch (event) {
            case MALICIOUS_CORS, MALICIOUS_ATTACK_TOOL, AUTHZ_FAIL -> CRITICAL;
            case EXCESS_RATE_LIMIT_EXCEEDED,
                    MALICIOUS_EXCESS_404,
                    AUTHN_LOGIN_FAIL,
                    AUTHZ_ADMIN,
                    INPUT_VALIDATION_FAIL,
                    SYS_STARTUP,
                    SYS_SHUTDOWN,
                    SYS_CRASH,
                    SYS_MONITOR_DISABLED -> WARN;
        };
    }

    /** SLF4J has nothing above ERROR. */
    Level level() {
        return level;
    }

    /** The severity of RFC 5424 section 6.2.1, since ECS wants a number. */
    int syslog() {
        return syslog;
    }
}
