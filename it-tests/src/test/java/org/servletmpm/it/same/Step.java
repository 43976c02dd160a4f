package org.servletmpm.it.same;

/** One thing that a client does on its connection. */
sealed interface Step {

    /** Sends bytes, one a character, in one write. */
    record Send(String bytes) implements Step {}

    /**
     * Reads one answer to its end, an interim one too.
     *
     * @param head it is the answer to HEAD: has no body whatever its header says
     */
    record Answer(boolean head) implements Step {}

    /** Reads until what has been read in all ends like this. */
    record Until(String end) implements Step {}

    /** Reads so many bytes of whatever they are. */
    record Bytes(int count) implements Step {}

    /** Says that nothing more will be sent. */
    record HalfClose() implements Step {}

    /** Reads to the end of the connection, which the last answer need not have announced. */
    record End() implements Step {}
}
