/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.audit;

/**
 * What became of security events so far. Immutable.
 *
 * @param records how many records were written
 * @param failures how many records could not be written to the file
 * @param seq the number of the file's last record; 0 without a file
 * @param lost how many events came faster than they could be written, and were only counted
 * @param folded how many events were repeats that went into a summary
 */
public record AuditCounts(long records, long failures, long seq, long lost, long folded) {
    /** Nothing has been counted. */
    public static final AuditCounts NONE = new AuditCounts(0, 0, 0, 0, 0);

    /** Together with what a log counted that has ended; the number of the last record is this one's. */
    public AuditCounts after(AuditCounts ended) {
        return new AuditCounts(
                records + ended.records, failures + ended.failures, seq, lost + ended.lost, folded + ended.folded);
    }
}
