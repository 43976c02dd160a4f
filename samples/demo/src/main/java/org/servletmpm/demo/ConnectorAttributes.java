package org.servletmpm.demo;

import java.beans.BeanInfo;
import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * {@code --connector name=value} for Jetty: the connector's public bean properties, as Jetty's XML
 * sets them. (Tomcat has this in itself.)
 */
final class ConnectorAttributes {
    private static final Map<Class<?>, Function<String, Object>> TYPES =
            Map.of(
                    int.class, Integer::valueOf,
                    long.class, Long::valueOf,
                    double.class, Double::valueOf,
                    boolean.class, ConnectorAttributes::truth,
                    String.class, text -> text);

    private ConnectorAttributes() {}

    static void set(Object connector, List<Assignment> attributes) throws StartException {
        Map<String, PropertyDescriptor> properties = properties(connector);
        for (Assignment each : attributes) {
            PropertyDescriptor property = properties.get(each.name());
            if (property == null) {
                throw refused(each, "one of " + String.join(", ", properties.keySet()), null);
            }
            set(connector, property, each);
        }
    }

    private static void set(Object connector, PropertyDescriptor property, Assignment attribute)
            throws StartException {
        Class<?> type = property.getPropertyType();
        try {
            property.getWriteMethod().invoke(connector, TYPES.get(type).apply(attribute.value()));
        } catch (IllegalArgumentException e) {
            throw refused(attribute, "a value of type " + type.getSimpleName(), e);
        } catch (InvocationTargetException e) {
            throw refused(attribute, "what the connector takes: " + e.getCause(), e);
        } catch (IllegalAccessException e) {
            throw refused(attribute, "a public property", e);
        }
    }

    private static Map<String, PropertyDescriptor> properties(Object connector) {
        Map<String, PropertyDescriptor> properties = new TreeMap<>();
        for (PropertyDescriptor each : beanInfo(connector).getPropertyDescriptors()) {
            if (each.getWriteMethod() != null
                    && TYPES.containsKey(each.getPropertyType())
                    && !Configuration.OPTIONS.containsKey(each.getName())) {
                properties.put(each.getName(), each);
            }
        }
        return properties;
    }

    private static BeanInfo beanInfo(Object connector) {
        try {
            return Introspector.getBeanInfo(connector.getClass());
        } catch (IntrospectionException e) {
            throw new IllegalStateException(connector.getClass() + " is no bean", e);
        }
    }

    private static Object truth(String text) {
        return switch (text) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static StartException refused(Assignment attribute, String allowed, Throwable cause) {
        String line =
                "ERROR --connector %s %s: allowed %s; refused"
                        .formatted(attribute.name(), attribute.value(), allowed);
        return StartException.configuration(line, cause);
    }
}
