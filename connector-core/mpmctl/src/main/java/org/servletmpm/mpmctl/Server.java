package org.servletmpm.mpmctl;

import java.io.IOException;
import org.servletmpm.inherit.Message;

/** Does what it is asked for: a control, or a JVM with a connector of ours. */
interface Server extends AutoCloseable {

    /**
     * @param request a verb and its values
     * @return what has been done, or what was asked for
     * @throws NoServerException when there is none
     * @throws IOException when it has failed, with the reason
     */
    String ask(Message request) throws IOException;

    @Override
    default void close() throws IOException {}
}
