/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.breakwater.policy.InvalidPolicyException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicSuffixesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "com",
                "intranet",
                "co.uk",
                "com.au",
                "foo.ck",
                "github.io",
                "herokuapp.com",
                "s3.amazonaws.com",
                "blogspot.com",
                "pages.dev",
                "azurewebsites.net",
                "xn--p1ai",
                "xn--55qx5d.cn"
            })
    void are_domains_where_anybody_can_register(String host) {
        assertThat(PublicSuffixes.contains(host)).isTrue();
        assertThatExceptionOfType(InvalidPolicyException.class)
                .isThrownBy(() -> CorsPolicy.builder()
                        .allowedOrigins(List.of("https://*." + host))
                        .build())
                .withMessageContaining("BW-CORS-014");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.com",
                "example.co.uk",
                "www.ck",
                "ours.github.io",
                "localhost",
                "app.localhost",
                "intranet.corp",
                "a_b.example.com",
                "xn--bcher-kva.example"
            })
    void are_no_domains_of_somebody(String host) {
        assertThat(PublicSuffixes.contains(host)).isFalse();
        CorsPolicy policy = CorsPolicy.builder()
                .allowedOrigins(List.of("https://*." + host))
                .build();
        assertThat(policy.warnings()).isEmpty();
    }

    @Test
    void are_looked_up_only_for_wildcards() throws ReflectiveOperationException {
        Class<?> check = new WithoutGuava().loadClass(WithoutGuava.Check.class.getName());

        check.getMethod("build", String.class).invoke(null, "https://app.example.com");

        assertThatExceptionOfType(InvocationTargetException.class)
                .isThrownBy(() -> check.getMethod("build", String.class).invoke(null, "https://*.example.com"))
                .withCauseInstanceOf(NoClassDefFoundError.class);
    }

    /** Our classes once more, where the list is not on the class path. */
    private static final class WithoutGuava extends ClassLoader {
        /** What runs there. */
        public static final class Check {
            public static void build(String origin) {
                CorsPolicy.builder().allowedOrigins(List.of(origin)).build();
            }
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("com.google.common.")) {
                throw new ClassNotFoundException(name);
            }
            Class<?> known = findLoadedClass(name);
            return known != null || !name.startsWith("dev.breakwater.")
                    ? super.loadClass(name, resolve)
                    : defined(name);
        }

        private Class<?> defined(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException unreadable) {
                throw new ClassNotFoundException(name, unreadable);
            }
        }
    }
}
