/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.report;

import java.util.List;

/** What the guides ask for and no library can judge, each with the reason, so that nothing of theirs is forgotten. */
final class OutsideItems {
    static final List<ReadinessCheck> ALL = List.of(
            ReadinessCheck.outside(
                    "repository.credentials",
                    "No credential is in the code",
                    "Source code is not there when the service runs; scan the repository."),
            ReadinessCheck.outside(
                    "repository.env-files",
                    "Files with secrets are in no repository",
                    "What the repository ignores cannot be seen from here; keep an example file without values."),
            ReadinessCheck.outside(
                    "repository.dependencies",
                    "Dependencies are up to date",
                    "Whether a newer version mends a weakness is for a scanner to say."),
            ReadinessCheck.outside(
                    "repository.scanning",
                    "Code and images are scanned for weaknesses",
                    "Scans run where code is built."),
            ReadinessCheck.outside(
                    "code.authentication",
                    "Callers prove who they are",
                    "Which answers need a login is for the application to know; rate-limit.identity says whether users are seen."),
            ReadinessCheck.outside(
                    "code.authorization",
                    "Callers get only what is theirs",
                    "Who may see what is for the application to know."),
            ReadinessCheck.outside(
                    "code.input-validation",
                    "Input is validated",
                    "What input means is for the application to know; sizes and paths are limited here."),
            ReadinessCheck.outside(
                    "code.connection-pools",
                    "Connections to databases and APIs are pooled",
                    "Pools belong to the clients that the application uses."),
            ReadinessCheck.outside(
                    "design.batching",
                    "What is not urgent is done in batches",
                    "What is urgent is for the application to know."),
            ReadinessCheck.outside(
                    "design.http-caching",
                    "Browsers and CDNs may keep what does not change",
                    "How long an answer stays true is for the application to know; headers.rules can say it."),
            ReadinessCheck.outside(
                    "design.dead-letters",
                    "Events that fail are kept for a second try",
                    "Queues are the application's."),
            ReadinessCheck.outside(
                    "design.statelessness",
                    "Any instance can answer any request",
                    "What the application keeps in memory cannot be seen."),
            ReadinessCheck.outside(
                    "secrets.manager",
                    "Secrets are kept in a secret manager",
                    "Whoever sets the environment takes secrets from somewhere; configuration.secrets says where they came from last."),
            ReadinessCheck.outside(
                    "secrets.rotation", "Secrets are changed from time to time", "How old a secret is does not show."),
            ReadinessCheck.outside(
                    "platform.load-balancer", "A load balancer stands in front", "It stands outside the process."),
            ReadinessCheck.outside(
                    "platform.instances", "Several instances run", "Each process knows of itself alone."),
            ReadinessCheck.outside(
                    "platform.autoscaling",
                    "Instances come and go with the load",
                    "That is for the platform to do; metrics and probes give it what to go by."),
            ReadinessCheck.outside(
                    "platform.capacity",
                    "Instances are large enough for the load",
                    "What the load will be is not known here."),
            ReadinessCheck.outside(
                    "platform.resources",
                    "Memory and processors have limits",
                    "They are set where the container is started."),
            ReadinessCheck.outside(
                    "platform.restarts", "A process that ends is started again", "That is for the platform to do."),
            ReadinessCheck.outside(
                    "platform.server",
                    "The server suits the way the application works",
                    "Which server is right is a choice of the application."),
            ReadinessCheck.outside(
                    "platform.graceful-stop",
                    "Requests in flight end before the process does",
                    "How long the platform waits before it kills is set there."),
            ReadinessCheck.outside(
                    "platform.cdn",
                    "Static files come from a CDN",
                    "What stands in front of the service cannot be seen."),
            ReadinessCheck.outside(
                    "platform.firewall",
                    "Only the ports that are needed are open",
                    "Firewalls stand outside the process."),
            ReadinessCheck.outside(
                    "platform.private-network",
                    "Databases and other services are on private networks",
                    "Networks are outside the process."),
            ReadinessCheck.outside(
                    "platform.waf",
                    "A web application firewall or gateway filters what it can",
                    "It stands outside the process."),
            ReadinessCheck.outside(
                    "platform.tls-settings",
                    "Certificates are valid, TLS is 1.2 or newer",
                    "Whoever ends TLS knows; caller.https says whether clients use it."),
            ReadinessCheck.outside(
                    "platform.iam", "Accounts of the service have few rights", "Rights are given by the platform."),
            ReadinessCheck.outside(
                    "platform.image",
                    "The image is small and of a maintained base",
                    "The process does not see the image it runs in."),
            ReadinessCheck.outside(
                    "platform.non-root",
                    "The process does not run as root",
                    "Which rights an account has differs by platform; set it in the image."),
            ReadinessCheck.outside(
                    "platform.updates",
                    "Base image and system get security updates",
                    "They come from outside the process."),
            ReadinessCheck.outside(
                    "data.encryption", "Data is encrypted where it is kept", "Stores are outside the process."),
            ReadinessCheck.outside(
                    "data.database",
                    "The database has indexes, replicas and partitions as needed",
                    "Databases are outside the process."),
            ReadinessCheck.outside(
                    "data.cache-cluster",
                    "Shared caches survive the loss of a node",
                    "Caches outside the process are not seen."),
            ReadinessCheck.outside(
                    "operations.log-shipping",
                    "Logs go to a central place",
                    "Where the log goes from here is for the logging system to know."),
            ReadinessCheck.outside(
                    "operations.log-rotation", "Log files are rotated", "That is for the logging system to do."),
            ReadinessCheck.outside(
                    "operations.error-tracking",
                    "Errors are collected and grouped",
                    "Give an error tracker's ErrorListener to the runtime; whether somebody looks is not known."),
            ReadinessCheck.outside(
                    "operations.scraping",
                    "Prometheus scrapes the metrics",
                    "A scraper asks from outside; ops.reach says whether it could."),
            ReadinessCheck.outside(
                    "operations.alerts",
                    "Somebody is called when errors, latency or failures of upstreams rise",
                    "Alerts are rules of the monitoring system; rules that load into Prometheus come with Breakwater."),
            ReadinessCheck.outside(
                    "operations.dashboards",
                    "Dashboards show health, load, cost and objectives",
                    "They live in the monitoring system; dashboards for Grafana come with Breakwater."),
            ReadinessCheck.outside(
                    "operations.business-metrics",
                    "What the business asks for is counted",
                    "What matters to the business is for the application to know."),
            ReadinessCheck.outside(
                    "operations.budget-alerts",
                    "Somebody is called before money runs out",
                    "Alerts are rules of the monitoring system; cost is among the metrics."),
            ReadinessCheck.outside(
                    "operations.backup-configuration",
                    "Configuration is backed up and under version control",
                    "It is kept outside the process."),
            ReadinessCheck.outside(
                    "operations.backup-data",
                    "Data is backed up, and restoring it has been tried",
                    "Stores are outside the process."),
            ReadinessCheck.outside(
                    "operations.recovery",
                    "It is known how to recover from a disaster",
                    "Plans are for people to make."),
            ReadinessCheck.outside("tests.passing", "All tests pass", "Tests run where code is built."),
            ReadinessCheck.outside(
                    "tests.load", "The service bears the load that is expected", "A load test is made from outside."),
            ReadinessCheck.outside(
                    "tests.stress", "It is known where the service breaks", "A stress test is made from outside."),
            ReadinessCheck.outside(
                    "tests.fuzzing", "Malformed input is answered clearly", "Fuzzing is done from outside."),
            ReadinessCheck.outside(
                    "tests.edge-cases",
                    "Empty and unusual input is answered clearly",
                    "What is unusual is for the application's tests to know."),
            ReadinessCheck.outside(
                    "tests.recovery", "Recovery and failover are practised", "Drills are for people to hold."),
            ReadinessCheck.outside(
                    "release.pipeline",
                    "Releases are built, tested and deployed by a pipeline",
                    "Pipelines are outside the process."),
            ReadinessCheck.outside(
                    "release.versions",
                    "Releases are tagged, their images and changes kept",
                    "They are kept outside the process."),
            ReadinessCheck.outside(
                    "release.deployment",
                    "The release has been deployed",
                    "Where else it should run is not known here."),
            ReadinessCheck.outside(
                    "release.rolling-updates",
                    "Updates lose no request",
                    "The platform replaces instances; probes tell it when."),
            ReadinessCheck.outside(
                    "release.smoke-tests", "Smoke tests passed at the real address", "They come from outside."),
            ReadinessCheck.outside("release.watch", "Somebody watches the first hours", "That is for people to do."),
            ReadinessCheck.outside("people.on-call", "Somebody is on call", "Rotations are for people to plan."),
            ReadinessCheck.outside(
                    "people.escalation",
                    "Alerts reach somebody else if nobody answers",
                    "That is for the alerting system and people."),
            ReadinessCheck.outside(
                    "people.rollback",
                    "It is known, and has been tried, how to go back",
                    "Plans are for people to make."),
            ReadinessCheck.outside(
                    "people.stakeholders", "Those concerned know of the launch", "That is for people to tell."),
            ReadinessCheck.outside(
                    "review.errors", "Errors of the first day have been looked at", "That is for people to do."),
            ReadinessCheck.outside(
                    "review.cost",
                    "Cost has been compared with what was expected",
                    "What was expected is not known here; cost is among the metrics."),
            ReadinessCheck.outside(
                    "review.decisions",
                    "What the application decides has been looked at",
                    "What is right is for the application's owners to know."),
            ReadinessCheck.outside("review.feedback", "Users have been heard", "That is for people to do."),
            ReadinessCheck.outside("review.issues", "What went wrong is written down", "That is for people to do."),
            ReadinessCheck.outside(
                    "review.performance", "Performance has been reviewed after a week", "That is for people to do."),
            ReadinessCheck.outside(
                    "review.tuning",
                    "Thresholds and rules have been tuned by real data",
                    "They are the application's."),
            ReadinessCheck.outside("review.planning", "The next iteration is planned", "That is for people to do."));

    private OutsideItems() {}
}
