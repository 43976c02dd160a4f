package org.servletmpm.adapters;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds files of a package that need each other: none of them can be read without the others. */
public final class FileCircles {

    /** A larger circle is read as one file, and is too long for that. */
    public static final int MOST_FILES = 5;

    private FileCircles() {}

    /**
     * @return the circles of a package, each by the names of its files; none for files that stand
     *     alone
     */
    public static Collection<SortedSet<String>> in(String packageName, JavaClasses classes) {
        Map<String, Set<String>> uses = new HashMap<>();
        for (JavaClass each : classes) {
            if (each.getPackageName().equals(packageName)) {
                uses.computeIfAbsent(file(each), name -> new TreeSet<>())
                        .addAll(usedBy(each, packageName));
            }
        }
        Map<String, Set<String>> reached =
                uses.keySet().stream()
                        .collect(Collectors.toMap(file -> file, file -> reached(file, uses)));
        return reached.keySet().stream()
                .filter(file -> reached.get(file).contains(file))
                .map(
                        file ->
                                reached.get(file).stream()
                                        .filter(other -> reached.get(other).contains(file))
                                        .collect(Collectors.toCollection(TreeSet::new)))
                .collect(Collectors.toSet());
    }

    private static Set<String> usedBy(JavaClass user, String packageName) {
        return user.getDirectDependenciesFromSelf().stream()
                .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                .filter(used -> used.getPackageName().equals(packageName))
                .map(FileCircles::file)
                .filter(used -> !used.equals(file(user)))
                .collect(Collectors.toSet());
    }

    private static Set<String> reached(String file, Map<String, Set<String>> uses) {
        Set<String> reached = new TreeSet<>();
        Deque<String> next = new ArrayDeque<>(uses.get(file));
        while (!next.isEmpty()) {
            String each = next.remove();
            if (reached.add(each)) {
                next.addAll(uses.getOrDefault(each, Set.of()));
            }
        }
        return reached;
    }

    private static String file(JavaClass nested) {
        return nested.getEnclosingClass().map(FileCircles::file).orElseGet(nested::getSimpleName);
    }
}
