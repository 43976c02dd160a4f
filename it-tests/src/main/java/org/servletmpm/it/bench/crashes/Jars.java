package org.servletmpm.it.bench.crashes;

import java.nio.file.Path;

/** What is run: the demo as a child, and mpmctl as its control. */
record Jars(Path demo, Path mpmctl) {}
