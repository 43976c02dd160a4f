package org.servletmpm.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.catalina.connector.Connector;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.webapp.MarkedServlet;
import org.servletmpm.it.webapp.ScannedFilter;
import org.servletmpm.it.webapp.ThreadNameServlet;

/** An embedded Tomcat may be given a filter or servlet as an object, without naming its class. */
class TomcatGivenObjectsTest {

    @TempDir private Path base;

    @Test
    void incompatibleClassesOfGivenObjectsAreFound() throws Exception {
        try (EmbeddedTomcat tomcat =
                new EmbeddedTomcat(base)
                        .serve("/who", new ThreadNameServlet())
                        .serve("/marked", new MarkedServlet())
                        .serve("/filtered/who", new ThreadNameServlet())) {
            FilterDef filter = new FilterDef();
            filter.setFilterName("object");
            filter.setFilter(new ScannedFilter());
            tomcat.context().addFilterDef(filter);
            FilterMap mapping = new FilterMap();
            mapping.setFilterName("object");
            mapping.addURLPattern("/filtered/*");
            tomcat.context().addFilterMap(mapping);
            Connector connector = tomcat.add("event");
            tomcat.start();

            assertThat(whoAfter(connector, "/marked")).startsWith(MarkedServlet.class.getName());
            assertThat(whoAfter(connector, "/filtered/who"))
                    .startsWith(ScannedFilter.class.getName());
            assertThat(whoAfter(connector, "/who")).startsWith("null ");
        }
    }

    private static String whoAfter(Connector connector, String path) throws Exception {
        try (RawConnection client = EmbeddedTomcat.connect(connector)) {
            client.get(path);
            return client.get("/who").text();
        }
    }
}
