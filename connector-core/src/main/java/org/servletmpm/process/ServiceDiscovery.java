package org.servletmpm.process;

import java.util.List;
import org.servletmpm.status.JsonWriter;

/** Names the children that can be asked alone, as Prometheus's HTTP service discovery has it. */
final class ServiceDiscovery {

    private ServiceDiscovery() {}

    /**
     * @param host by which whoever asks reaches this machine
     * @return a target for each child that serves and has said where it can be asked
     */
    static String of(List<ChildFacts> children, String host) {
        JsonWriter json = new JsonWriter().array();
        for (ChildFacts child : children) {
            if (child.serves() && child.managementPort() > 0) {
                json.element().name("targets").array();
                json.text(host + ":" + child.managementPort()).end();
                json.name("labels").object();
                json.member("mpm_slot", Integer.toString(child.slot()))
                        .member("mpm_generation", Integer.toString(child.generation()))
                        .end()
                        .end();
            }
        }
        return json.end().document();
    }
}
