/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link AuditVerifier} found. Immutable.
 *
 * @param records how many records are as they were written
 * @param last number and hash of the last of them, as {@code SEQ:HASH}; keep it elsewhere and hand it to the next
 *     verification, which then notices if the end has been cut off
 * @param remarks what is worth knowing though nothing is broken: an open end, half-written records, changes of the key
 * @param broken the first thing that is not as it was written; null if there is none
 */
public record AuditVerification(
        long records,
        String last,
        List<String> remarks,
        @Nullable Break broken) {

    /** Copies the remarks. */
    public AuditVerification {
        remarks = List.copyOf(remarks);
    }

    /** Whether all records are as they were written. */
    public boolean isOk() {
        return broken == null;
    }

    /**
     * Where a chain is broken.
     *
     * @param file the file's name as it was given
     * @param line its line, counted from 1
     * @param reason what is wrong there
     */
    public record Break(String file, long line, String reason) {
        /** One readable line. */
        @Override
        public String toString() {
            return file + " line " + line + ": " + reason;
        }
    }

    /** All of it, for people. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (String remark : remarks) {
            text.append("note: ").append(remark).append('\n');
        }
        return broken == null
                ? text.append("OK ")
                        .append(records)
                        .append(" records, last ")
                        .append(last)
                        .toString()
                : text.append("BROKEN ").append(broken).toString();
    }
}
