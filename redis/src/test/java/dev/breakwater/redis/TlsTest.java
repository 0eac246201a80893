/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code rediss://}, where there is a server that speaks TLS and an {@code openssl} to make its certificate. */
@Tag("heavy")
final class TlsTest {
    private static final Path OPENSSL = Path.of("/usr/bin/openssl");
    private static final String TRUST = "javax.net.ssl.trustStore";
    private static final String TRUST_PASSWORD = "javax.net.ssl.trustStorePassword";
    private static final String PASSWORD = "of the store";

    @TempDir
    private Path directory;

    private RedisProcess redis;
    private String url;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(RedisProcess.hasDebian() && Files.isExecutable(OPENSSL));
        certify();
        int port = freePort();
        redis = RedisProcess.of(
                        RedisProcess.debian(),
                        "--tls-port",
                        String.valueOf(port),
                        "--tls-auth-clients",
                        "no",
                        "--tls-cert-file",
                        file("cert.pem"),
                        "--tls-key-file",
                        file("key.pem"),
                        "--tls-ca-cert-file",
                        file("cert.pem"))
                .start();
        url = "rediss://127.0.0.1:" + port;
    }

    @AfterEach
    void stop() {
        System.clearProperty(TRUST);
        System.clearProperty(TRUST_PASSWORD);
        if (redis != null) {
            redis.close();
        }
    }

    @Test
    void a_certificate_that_nobody_vouches_for_is_no_way_in_and_the_reason_says_so() {
        try (LettuceLink link = Links.opening(url)) {
            await().until(() -> String.valueOf(link.away()).contains("not trusted"));
        }
    }

    @Test
    void one_that_the_trust_store_knows_is() throws Exception {
        trust();

        try (LettuceLink link = Links.open(url)) {
            Counter counter = new Counter(link);
            assertThat(counter.count()).isNull();
            redis.kill();
            Links.awaitAway(link);
            redis.start();
            Links.awaitUp(link, Links.BACK);
            assertThat(counter.count()).isNull();
        }
    }

    private void certify() throws Exception {
        Process openssl = new ProcessBuilder(
                        OPENSSL.toString(),
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=127.0.0.1",
                        "-addext",
                        "subjectAltName=IP:127.0.0.1",
                        "-keyout",
                        file("key.pem"),
                        "-out",
                        file("cert.pem"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(openssl.waitFor()).isZero();
    }

    private void trust() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream in = Files.newInputStream(directory.resolve("cert.pem"))) {
            store.setCertificateEntry(
                    "redis", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        try (OutputStream out = Files.newOutputStream(directory.resolve("trust.p12"))) {
            store.store(out, PASSWORD.toCharArray());
        }
        System.setProperty(TRUST, file("trust.p12"));
        System.setProperty(TRUST_PASSWORD, PASSWORD);
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
