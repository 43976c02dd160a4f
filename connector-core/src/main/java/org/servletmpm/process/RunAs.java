package org.servletmpm.process;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.servletmpm.directive.Directive;
import org.servletmpm.directive.Directives;

/**
 * Says as whom children run (User, Group) and where they leave their cores (CoreDumpDirectory).
 * Immutable.
 *
 * @param user empty for the control's own
 * @param group empty for that user's
 * @param cores empty for nowhere
 */
record RunAs(Optional<String> user, Optional<String> group, Optional<Path> cores) {

    private static final String ROOT = "root";
    private static final Pattern HARD_LIMIT =
            Pattern.compile("(?m)^Max core file size\\s+\\S+\\s+(\\S+)");

    /**
     * @throws IOException when only root could do it, or there is no such directory; the message
     *     names the directive
     */
    static RunAs of(Directives directives) throws IOException {
        String own = System.getProperty("user.name");
        Optional<String> user = directives.user().filter(name -> !name.equals(own));
        if (!own.equals(ROOT)) {
            refuse(Directive.USER, user, own);
            refuse(Directive.GROUP, directives.group(), own);
        }
        Optional<Path> cores = directives.coreDumpDirectory().map(Path::of);
        if (cores.isPresent() && !Files.isDirectory(cores.get())) {
            throw new IOException(
                    "CoreDumpDirectory " + cores.get() + ": there is no such directory");
        }
        return new RunAs(user, directives.group(), cores.map(Path::toAbsolutePath));
    }

    private static void refuse(Directive directive, Optional<String> wanted, String own)
            throws IOException {
        if (wanted.isPresent()) {
            throw new IOException(
                    "%s %s: only root may start children as somebody else; this control runs as %s"
                            .formatted(directive, wanted.get(), own));
        }
    }

    /**
     * @return what comes before the command of a child
     */
    List<String> prefix() throws IOException {
        List<String> prefix = new ArrayList<>();
        if (cores.isPresent()) {
            String most = hardLimit();
            prefix.addAll(List.of("prlimit", "--core=" + most + ":" + most));
        }
        if (user.isPresent() || group.isPresent()) {
            prefix.add("setpriv");
            user.ifPresent(name -> prefix.addAll(List.of("--reuid", name)));
            prefix.addAll(List.of("--regid", groupName()));
            prefix.add(user.isPresent() ? "--init-groups" : "--clear-groups");
            prefix.addAll(List.of("--inh-caps=-all", "--bounding-set=-all", "--no-new-privs"));
        }
        return prefix;
    }

    private String groupName() throws IOException {
        return group.isPresent() ? group.get() : primaryGroup(user.orElseThrow());
    }

    private static String primaryGroup(String user) throws IOException {
        try (var lines = Files.lines(Path.of("/etc/passwd"))) {
            return lines.map(line -> line.split(":"))
                    .filter(field -> field.length > 3 && field[0].equals(user))
                    .map(field -> field[3])
                    .findFirst()
                    .orElseThrow(() -> new IOException("User " + user + ": there is none"));
        }
    }

    /** As much as is allowed: more would be refused. */
    private static String hardLimit() throws IOException {
        Matcher limit = HARD_LIMIT.matcher(Files.readString(Path.of("/proc/self/limits")));
        return limit.find() ? limit.group(1) : "unlimited";
    }

    /** Lets children use a file of the control's. */
    void give(Path file) throws IOException {
        UserPrincipalLookupService names = FileSystems.getDefault().getUserPrincipalLookupService();
        if (user.isPresent()) {
            Files.setOwner(file, names.lookupPrincipalByName(user.get()));
        }
        if (group.isPresent()) {
            Files.getFileAttributeView(file, PosixFileAttributeView.class)
                    .setGroup(names.lookupPrincipalByGroupName(group.get()));
        }
    }
}
