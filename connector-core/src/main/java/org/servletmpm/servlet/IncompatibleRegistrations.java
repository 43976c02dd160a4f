package org.servletmpm.servlet;

import jakarta.servlet.FilterRegistration;
import jakarta.servlet.Registration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.servletmpm.directive.Incompatible;
import org.servletmpm.directive.UrlPattern;

/**
 * Holds the filters and servlets of one web application that need one thread for each connection,
 * with their mappings. Immutable; any thread.
 *
 * <p>It is read from the application's registrations, so it makes no difference what made them:
 * web.xml, annotations, an initializer, a framework. The application has its own class loader, and
 * may have its own {@link EventIncompatible}: annotations are compared by name.
 */
public final class IncompatibleRegistrations {

    private static final String ANNOTATION = EventIncompatible.class.getName();

    /** In a filter's mapping, this name stands for every servlet. */
    private static final String ANY_SERVLET = "*";

    /** Maps a pattern of paths to a filter. */
    private record ByPath(UrlPattern pattern, String by) {}

    private final List<ByPath> paths = new ArrayList<>();
    private final Map<String, String> servlets = new HashMap<>();

    private final Function<Registration, String> classes;

    private IncompatibleRegistrations(Function<Registration, String> classes) {
        this.classes = classes;
    }

    /**
     * @param application that has started: no more registrations come
     * @param named whose classes are looked for too
     * @param classes returns the class of a registration, also where the container was given an
     *     object; null when it is not known
     * @throws UnsupportedOperationException when the container does not show its registrations
     */
    public static IncompatibleRegistrations of(
            ServletContext application,
            Incompatible named,
            Function<Registration, String> classes) {
        IncompatibleRegistrations found = new IncompatibleRegistrations(classes);
        Marks marks = new Marks(loader(application), Set.copyOf(named.classes()), classes);
        for (FilterRegistration filter : application.getFilterRegistrations().values()) {
            if (marks.has(filter)) {
                found.add(filter);
            }
        }
        for (ServletRegistration servlet : application.getServletRegistrations().values()) {
            if (marks.has(servlet)) {
                found.servlets.putIfAbsent(servlet.getName(), found.label(servlet));
            }
        }
        return found;
    }

    /** Finds the loader; an application that was put together by hand may have none of its own. */
    private static ClassLoader loader(ServletContext application) {
        ClassLoader own = application.getClassLoader();
        return own == null ? Thread.currentThread().getContextClassLoader() : own;
    }

    private void add(FilterRegistration filter) {
        for (String pattern : filter.getUrlPatternMappings()) {
            paths.add(new ByPath(new UrlPattern(pattern), label(filter)));
        }
        for (String servlet : filter.getServletNameMappings()) {
            servlets.put(servlet, label(filter));
        }
    }

    private String label(Registration registration) {
        String className = classes.apply(registration);
        return className == null ? registration.getName() : className;
    }

    public boolean isEmpty() {
        return paths.isEmpty() && servlets.isEmpty();
    }

    /**
     * @return the classes, or the names of those registered without one, for a log
     */
    public Set<String> labels() {
        Set<String> labels = new HashSet<>(servlets.values());
        paths.forEach(path -> labels.add(path.by()));
        return labels;
    }

    /**
     * Decides whether the servlet of a request has to be found out.
     *
     * @param path of the request in the application, decoded
     * @return false when the request meets nothing, whatever servlet it is mapped to
     */
    public boolean mayMeet(String path) {
        return !servlets.isEmpty() || met(path, null) != null;
    }

    /**
     * @param path of the request in the application, decoded
     * @param servlet the name of the servlet that it is mapped to; null for none
     * @return the class of the first that the request meets; null for none
     */
    public String met(String path, String servlet) {
        for (int n = 0; n < paths.size(); n++) {
            if (paths.get(n).pattern().matches(path)) {
                return paths.get(n).by();
            }
        }
        String by = servlet == null ? null : servlets.get(servlet);
        return by == null ? servlets.get(ANY_SERVLET) : by;
    }

    /** Recognises the registrations that need one thread for each connection. */
    private record Marks(
            ClassLoader loader, Set<String> named, Function<Registration, String> classes) {

        boolean has(Registration registration) {
            String className = classes.apply(registration);
            return Boolean.parseBoolean(
                            registration.getInitParameter(EventIncompatible.INIT_PARAMETER))
                    || className != null && has(className);
        }

        private boolean has(String className) {
            if (named.contains(className)) {
                return true;
            }
            try {
                Class<?> declared = Class.forName(className, false, loader);
                for (Annotation annotation : declared.getAnnotations()) {
                    if (annotation.annotationType().getName().equals(ANNOTATION)) {
                        return true;
                    }
                }
                return isNamed(declared.getSuperclass());
            } catch (ClassNotFoundException
                    | LinkageError
                    | ArrayStoreException
                    | TypeNotPresentException e) {
                // The class is made at run time or incomplete: only its name is known.
                return false;
            }
        }

        /**
         * Looks at ancestors too: a framework may have made a subclass of the class that is named.
         */
        private boolean isNamed(Class<?> ancestor) {
            return ancestor != null
                    && (named.contains(ancestor.getName()) || isNamed(ancestor.getSuperclass()));
        }
    }
}
