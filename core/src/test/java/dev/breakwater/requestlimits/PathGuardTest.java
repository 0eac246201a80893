/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlimits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.Guard;
import dev.breakwater.Verdict;
import dev.breakwater.contract.GuardContract;
import dev.breakwater.contract.TestExchange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathGuardTest extends GuardContract {

    @Override
    protected Guard guard() {
        return new PathGuard();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/files/../x",
                "/files/%2e%2e/x",
                "/files/%2E./x",
                "/files/..;/x",
                "/files/..;a=b/x",
                "/files/a/..//../y",
                "/..",
                "/.",
                "/a/.",
                "/./a",
                "/a/%2e",
                "/a%2f..%2fb",
                "/a\\..\\b",
                "/a%5c%2e%2e%5Cb",
                "../a"
            })
    void refusesDotSegmentsInEverySpelling(String path) {
        assertThat(verdict(path))
                .isInstanceOfSatisfying(
                        Verdict.Respond.class,
                        refused -> assertThat(refused.reply().status()).isEqualTo(400));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "*",
                "",
                "/files/x",
                "/.well-known/x",
                "/..a",
                "/a..",
                "/...",
                "/a.b/c..d",
                "/a;v=../b",
                "/%252e%252e/x",
                "/a%",
                "/a%2",
                "/a%zz/b",
                "//a",
                "/a//b",
                "/x;..",
                "/a/..b;c/d"
            })
    void letsEverythingElsePass(String path) {
        assertThat(verdict(path)).isInstanceOf(Verdict.Proceed.class);
    }

    private static Verdict verdict(String path) {
        return new PathGuard()
                .inspect(TestExchange.request("GET", "/x").rawPath(path).build());
    }
}
