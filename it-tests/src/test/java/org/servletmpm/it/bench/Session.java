package org.servletmpm.it.bench;

import java.util.List;

/** What is compared on one pair of servers, one after the other. */
record Session(Setup setup, List<Probe> probes) {}
