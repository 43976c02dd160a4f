package org.servletmpm.tomcat;

import java.beans.BeanInfo;
import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.beans.SimpleBeanInfo;
import java.util.LinkedHashMap;
import java.util.Map;
import org.servletmpm.directive.Directive;

/**
 * Tells tools that look for bean properties that each directive is one: Tomcat's StoreConfig, which
 * saves a server when its manager asks, writes nothing else. Such a tool reads and writes a
 * directive by its name, as {@code server.xml} does; the methods named here are those of the model,
 * because a directive has none. JavaBeans finds this class by its name (specification, 8.6).
 */
public final class MpmHttp11ProtocolBeanInfo extends SimpleBeanInfo {

    @Override
    public PropertyDescriptor[] getPropertyDescriptors() {
        try {
            Map<String, PropertyDescriptor> all = new LinkedHashMap<>();
            BeanInfo methods =
                    Introspector.getBeanInfo(
                            MpmHttp11Protocol.class, Introspector.IGNORE_ALL_BEANINFO);
            for (PropertyDescriptor each : methods.getPropertyDescriptors()) {
                all.put(each.getName(), each);
            }
            PropertyDescriptor model = all.get("mpm");
            for (Directive directive : Directive.values()) {
                String name = directive.camelCase();
                if (!all.containsKey(name)) {
                    all.put(
                            name,
                            new PropertyDescriptor(
                                    name, model.getReadMethod(), model.getWriteMethod()));
                }
            }
            return all.values().toArray(PropertyDescriptor[]::new);
        } catch (IntrospectionException e) {
            throw new IllegalStateException(e);
        }
    }
}
