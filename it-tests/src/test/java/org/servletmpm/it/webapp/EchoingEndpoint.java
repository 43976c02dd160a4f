package org.servletmpm.it.webapp;

import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;

/** Found by the container's scan for annotations; answers what it is told. */
@ServerEndpoint("/echo")
public class EchoingEndpoint {

    @OnMessage
    public String echo(String text) {
        return text;
    }
}
