package org.servletmpm.adapters;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What an adapter takes of its container, a line for each type and member, as the class files on
 * the class path have it. A line begins with what is done with it:
 *
 * <ul>
 *   <li>{@code extends}: a type that one of ours extends or implements;
 *   <li>{@code overrides}: a method that one of ours overrides or implements;
 *   <li>{@code leaves}: a method of a class we extend that could be overridden and is not. A new
 *       one may well do what the engine does instead, unless it only gets or sets an attribute;
 *   <li>{@code uses}: what our byte code calls, reads or writes, where it is declared.
 * </ul>
 *
 * <p>Compile-time constants are copied into our class files and leave no trace here.
 */
public final class ContainerMembers {

    private static final int SHAPE =
            Modifier.PUBLIC
                    | Modifier.PROTECTED
                    | Modifier.PRIVATE
                    | Modifier.STATIC
                    | Modifier.FINAL
                    | Modifier.ABSTRACT;

    /** What is done, then with which type and member, so that a list is read by type. */
    private static final Comparator<String> ORDER =
            Comparator.<String, String>comparing(line -> line.substring(0, line.indexOf(' ')))
                    .thenComparing(ContainerMembers::subject)
                    .thenComparing(Comparator.naturalOrder());

    private final SortedSet<String> lines = new TreeSet<>(ORDER);

    /** How the names of the container's packages begin. */
    private final String container;

    private final List<Class<?>> adapter;

    private ContainerMembers(String container, List<Class<?>> adapter) {
        this.container = container;
        this.adapter = adapter;
    }

    /**
     * @param container how the names of the container's packages begin, {@code "org.apache."}
     */
    private static SortedSet<String> of(JavaClasses adapter, String container) {
        List<Class<?>> types = adapter.stream().<Class<?>>map(JavaClass::reflect).toList();
        ContainerMembers members = new ContainerMembers(container, types);
        for (JavaClass ours : adapter) {
            Class<?> type = ours.reflect();
            members.addSupertypes(type);
            members.addOverridden(type);
            members.addLeft(type);
            ours.getAccessesFromSelf().forEach(members::addUsed);
        }
        return members.lines;
    }

    /**
     * @return what was ({@code -}) and is now ({@code +}), sorted by what it speaks of, so that the
     *     two sides of a change follow each other; empty when nothing has changed
     */
    private static List<String> differences(Collection<String> known, Collection<String> found) {
        SortedSet<String> gone = new TreeSet<>(known);
        gone.removeAll(found);
        SortedSet<String> come = new TreeSet<>(found);
        come.removeAll(known);
        return Stream.concat(
                        gone.stream().map(line -> "- " + line),
                        come.stream().map(line -> "+ " + line))
                .sorted(
                        Comparator.comparing(ContainerMembers::subject)
                                .thenComparing(Comparator.reverseOrder()))
                .toList();
    }

    /** The type, or the member with its type, that a line speaks of. */
    private static String subject(String line) {
        return line.replaceAll("\\(.*", "").replaceAll(".* ", "");
    }

    private void addSupertypes(Class<?> ours) {
        direct(ours)
                .filter(this::isTheirs)
                .forEach(
                        type ->
                                lines.add(
                                        "extends " + modifiers(type.getModifiers()) + name(type)));
    }

    private void addOverridden(Class<?> ours) {
        for (Method method : ours.getDeclaredMethods()) {
            if (isOverridable(method.getModifiers())) {
                overridden(ours, method)
                        .ifPresent(theirs -> lines.add("overrides " + line(theirs)));
            }
        }
    }

    private void addLeft(Class<?> ours) {
        Class<?> theirs = ours.getSuperclass();
        if (theirs == null || !isTheirs(theirs)) {
            return;
        }
        for (Method method : theirs.getDeclaredMethods()) {
            int modifiers = method.getModifiers();
            if (isOverridable(modifiers)
                    && !Modifier.isFinal(modifiers)
                    && !method.isBridge()
                    && !isAttribute(method)
                    && isNowhereDeclared(theirs, method)) {
                lines.add("leaves " + line(method));
            }
        }
    }

    /** Ours may have classes of its own between theirs and the one that overrides it. */
    private boolean isNowhereDeclared(Class<?> theirs, Method method) {
        return adapter.stream()
                .filter(theirs::isAssignableFrom)
                .allMatch(type -> declared(type, method).isEmpty());
    }

    private void addUsed(JavaAccess<?> access) {
        access.getTarget()
                .resolveMember()
                .map(JavaMember::reflect)
                .filter(member -> isTheirs(member.getDeclaringClass()))
                .ifPresent(member -> lines.add("uses " + line(member)));
    }

    /** The nearest declaration of theirs above the class, superclasses first. */
    private Optional<Method> overridden(Class<?> type, Method method) {
        return direct(type)
                .map(above -> declaredOrAbove(above, method))
                .flatMap(Optional::stream)
                .filter(theirs -> isTheirs(theirs.getDeclaringClass()))
                .findFirst();
    }

    private Optional<Method> declaredOrAbove(Class<?> type, Method method) {
        return declared(type, method)
                .filter(found -> isOverridable(found.getModifiers()))
                .or(() -> overridden(type, method));
    }

    private static Optional<Method> declared(Class<?> type, Method method) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(other -> other.getName().equals(method.getName()))
                .filter(
                        other ->
                                Arrays.equals(
                                        other.getParameterTypes(), method.getParameterTypes()))
                .min((one, other) -> Boolean.compare(one.isBridge(), other.isBridge()));
    }

    private static Stream<Class<?>> direct(Class<?> type) {
        return Stream.concat(
                Stream.ofNullable(type.getSuperclass()), Arrays.stream(type.getInterfaces()));
    }

    private boolean isTheirs(Class<?> type) {
        return type.getName().startsWith(container);
    }

    private static boolean isOverridable(int modifiers) {
        return !Modifier.isPrivate(modifiers) && !Modifier.isStatic(modifiers);
    }

    private static boolean isAttribute(Method method) {
        String shape = method.getName() + method.getParameterCount();
        return Modifier.isPublic(method.getModifiers())
                && method.getExceptionTypes().length == 0
                && shape.matches("((get|is)[A-Z]\\w*0)|(set[A-Z]\\w*1)");
    }

    private static String line(Member member) {
        String place = name(member.getDeclaringClass());
        if (member instanceof Method method) {
            return modifiers(member.getModifiers())
                    + method.getGenericReturnType().getTypeName()
                    + " "
                    + place
                    + "."
                    + method.getName()
                    + list("(", method.getGenericParameterTypes(), ")")
                    + thrown(method.getGenericExceptionTypes());
        }
        if (member instanceof Constructor<?> constructor) {
            return modifiers(member.getModifiers())
                    + place
                    + list("(", constructor.getGenericParameterTypes(), ")")
                    + thrown(constructor.getGenericExceptionTypes());
        }
        return modifiers(member.getModifiers())
                + ((Field) member).getGenericType().getTypeName()
                + " "
                + place
                + "."
                + member.getName();
    }

    private static String thrown(Type[] exceptions) {
        return exceptions.length == 0 ? "" : list(" throws ", exceptions, "");
    }

    private static String list(String before, Type[] types, String after) {
        return Arrays.stream(types).map(Type::getTypeName).collect(joining(", ", before, after));
    }

    /** Those that decide who may call or override it; {@code synchronized} does not. */
    private static String modifiers(int modifiers) {
        String shown = Modifier.toString(modifiers & SHAPE);
        return shown.isEmpty() ? "" : shown + " ";
    }

    private static String name(Class<?> type) {
        return type.getTypeName();
    }

    /**
     * Fails if what the classes of a package take of their container is not what a list says. What
     * is found is written to {@code target}, from where it is copied once it has been looked at.
     *
     * @param room the package
     * @param container how the names of the container's packages begin
     * @param release the container and its version
     * @param known the list, a path in the module
     */
    public static void check(String room, String container, String release, Path known)
            throws IOException {
        SortedSet<String> found =
                of(
                        new ClassFileImporter()
                                .withImportOption(new ImportOption.DoNotIncludeTests())
                                .importPackages(room),
                        container);
        Path written = Path.of("target").resolve(known.getFileName());
        Files.write(written, found);
        assertThat(differences(Files.readAllLines(known), found))
                .as(
                        "%s or our use of it has changed since %s was written (- was, + is)."
                                + " Read in its source what each change means for our override"
                                + " or call. Then, in this module: cp %s %s",
                        release, known.getFileName(), written, known)
                .isEmpty();
    }
}
