/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.contract.AdapterServer;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.jspecify.annotations.Nullable;

/** Tomcat: compiled against 10.1, and run on 11 too. */
record TomcatServer(Tomcat tomcat) implements AdapterServer {
    static TomcatServer start(String contextPath, @Nullable String errorPage, TestServer.WebApplication application)
            throws Exception {
        return start(new Connector(), contextPath, errorPage, application);
    }

    /** Over TLS alone, with this key. */
    static TomcatServer startSecure(WireKeys keys, TestServer.WebApplication application) throws Exception {
        Connector connector = new Connector();
        connector.setScheme("https");
        connector.setSecure(true);
        connector.setProperty("SSLEnabled", "true");
        SSLHostConfig config = new SSLHostConfig();
        SSLHostConfigCertificate certificate = new SSLHostConfigCertificate(config, SSLHostConfigCertificate.Type.EC);
        certificate.setCertificateKeystore(keys.store());
        certificate.setCertificateKeystorePassword(WireKeys.PASSWORD);
        config.addCertificate(certificate);
        connector.addSslHostConfig(config);
        return start(connector, "", null, application);
    }

    private static TomcatServer start(
            Connector connector, String contextPath, @Nullable String errorPage, TestServer.WebApplication application)
            throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir("target/tomcat");
        connector.setPort(0);
        connector.setProperty("useVirtualThreads", Boolean.toString(TestServer.usesVirtualThreads()));
        tomcat.setConnector(connector);
        Context context = tomcat.addContext(contextPath, null);
        context.addServletContainerInitializer((types, servletContext) -> application.start(servletContext), Set.of());
        if (errorPage != null) {
            ErrorPage page = new ErrorPage();
            page.setLocation(errorPage);
            context.addErrorPage(page);
        }
        tomcat.start();
        return new TomcatServer(tomcat);
    }

    @Override
    public int port() {
        return tomcat.getConnector().getLocalPort();
    }

    @Override
    public void close() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }
}
