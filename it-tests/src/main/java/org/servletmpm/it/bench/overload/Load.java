package org.servletmpm.it.bench.overload;

import java.io.IOException;

/** Sends requests at times of their own, whatever becomes of them: an open loop. */
interface Load {

    /**
     * @param offer without what is repeated
     * @return what has become of them, when the last one is over
     */
    Tally run(Offer offer, long millis) throws IOException, InterruptedException;
}
