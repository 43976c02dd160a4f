package org.servletmpm.spring;

import org.servletmpm.inherit.ChildSlot;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/** Tells a control where its child alone can be asked: at the port of its management server. */
final class ManagementPort implements ApplicationListener<WebServerInitializedEvent> {

    private static final String MANAGEMENT = "management";

    @Override
    public void onApplicationEvent(WebServerInitializedEvent event) {
        if (MANAGEMENT.equals(event.getApplicationContext().getServerNamespace())) {
            ChildSlot.managementPort(event.getWebServer().getPort());
        }
    }
}
