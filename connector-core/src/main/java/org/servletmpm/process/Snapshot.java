package org.servletmpm.process;

import java.nio.file.Path;

/**
 * Names a copy of the files that a generation runs. Immutable.
 *
 * @param number from 1; a later copy has a higher one
 * @param directory of this snapshot alone
 */
record Snapshot(int number, Path directory) {

    /** Of the copies, each with its absolute path below it. */
    Path copies() {
        return directory.resolve("files");
    }

    /** Of an archive of the classes in them. */
    Path archive() {
        return directory.resolve("archive");
    }

    /** Lists the copies, a path a line. */
    Path list() {
        return directory.resolve("list");
    }
}
