package org.servletmpm.status;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanException;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.ReflectionException;
import javax.management.StandardMBean;
import javax.management.openmbean.OpenMBeanAttributeInfoSupport;
import org.servletmpm.scoreboard.Snapshot;

/**
 * Is an MXBean that has all {@link Metrics} of a scoreboard as attributes, besides those of its
 * interface. Says of each what it is. Figures that are asked for together are of one moment. Any
 * thread.
 *
 * <p>It answers to one more attribute than it lists, {@link Observed}: a remote client could not
 * read that one.
 */
final class MeasuredBean extends StandardMBean {

    /** Its name. */
    static final String UNLISTED = "Observed";

    private final Observed observed;

    /**
     * @param type the MXBean's interface, with a {@link Description} of each of its methods
     */
    <T> MeasuredBean(T bean, Class<T> type, Observed observed) {
        super(bean, type, true);
        this.observed = observed;
    }

    @Override
    public Object getAttribute(String attribute)
            throws AttributeNotFoundException, MBeanException, ReflectionException {
        Metric metric = Metrics.named(attribute);
        if (metric != null) {
            return metric.number(observed.scoreboard().snapshot());
        }
        return UNLISTED.equals(attribute) ? observed : super.getAttribute(attribute);
    }

    @Override
    public AttributeList getAttributes(String[] names) {
        AttributeList values = new AttributeList();
        Snapshot snapshot = observed.scoreboard().snapshot();
        List<String> others = new ArrayList<>();
        for (String name : names) {
            Metric metric = Metrics.named(name);
            if (metric == null) {
                others.add(name);
            } else {
                values.add(new Attribute(name, metric.number(snapshot)));
            }
        }
        values.addAll(super.getAttributes(others.toArray(String[]::new)));
        return values;
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        MBeanInfo info = super.getMBeanInfo();
        List<MBeanAttributeInfo> attributes = new ArrayList<>(List.of(info.getAttributes()));
        for (MetricFamily family : Metrics.all()) {
            for (Metric metric : family.metrics()) {
                attributes.add(
                        new OpenMBeanAttributeInfoSupport(
                                metric.name(),
                                family.description(metric),
                                metric.type(),
                                true,
                                false,
                                false));
            }
        }
        return new MBeanInfo(
                info.getClassName(),
                "An engine of Servlet MPM, with the figures of its status.",
                attributes.toArray(MBeanAttributeInfo[]::new),
                info.getConstructors(),
                info.getOperations(),
                info.getNotifications(),
                info.getDescriptor());
    }

    @Override
    protected String getDescription(MBeanAttributeInfo attribute) {
        return description((attribute.isIs() ? "is" : "get") + attribute.getName());
    }

    @Override
    protected String getDescription(MBeanOperationInfo operation) {
        return description(operation.getName());
    }

    @Override
    protected String getDescription(
            MBeanOperationInfo operation, MBeanParameterInfo parameter, int sequence) {
        return parameter(operation, sequence).getAnnotation(Description.class).value();
    }

    @Override
    protected String getParameterName(
            MBeanOperationInfo operation, MBeanParameterInfo parameter, int sequence) {
        return parameter(operation, sequence).getName();
    }

    private Parameter parameter(MBeanOperationInfo operation, int sequence) {
        return method(operation.getName()).getParameters()[sequence];
    }

    private String description(String method) {
        return method(method).getAnnotation(Description.class).value();
    }

    private Method method(String name) {
        return Arrays.stream(getMBeanInterface().getMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
