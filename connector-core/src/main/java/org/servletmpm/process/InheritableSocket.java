package org.servletmpm.process;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.servletmpm.directive.Directive;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.ListenAddress;
import org.servletmpm.directive.UnixListen;
import org.servletmpm.inherit.StaleSocket;

/**
 * Holds the listening socket of a control, as the standard input that its children inherit. The
 * control's thread.
 *
 * <p>The JDK hands a process no other descriptor than the first three, and has no public way to put
 * a socket there. The methods that it has for itself are called, which the manifest of the
 * launcher's jar opens ({@code Add-Opens: java.base/sun.nio.ch}).
 */
final class InheritableSocket {

    private static final String INTERNALS = "sun.nio.ch.";

    /** The first descriptor after standard input, output and error. */
    private static final int FIRST_OF_SYSTEMD = 3;

    private final ServerSocketChannel socket;

    /** The one that has started this process listens on, for the next one. */
    private final boolean isBorrowed;

    /** Of a Unix domain socket that was opened here: no child deletes it. */
    private final Optional<Path> path;

    private boolean closed;

    private InheritableSocket(ServerSocketChannel socket, boolean isBorrowed, Optional<Path> path) {
        this.socket = socket;
        this.isBorrowed = isBorrowed;
        this.path = path;
    }

    /**
     * Takes the socket that this process was started with, as its standard input (systemd's {@code
     * StandardInput=socket}) or, as systemd's protocol has it, as descriptor 3 (LISTEN_FDS).
     *
     * @param environment of this process
     * @return empty when there is none
     * @throws IOException when there are several
     */
    static Optional<InheritableSocket> inherited(Map<String, String> environment)
            throws IOException {
        String pid = Long.toString(ProcessHandle.current().pid());
        if (pid.equals(environment.get("LISTEN_PID"))) {
            String sockets = environment.getOrDefault("LISTEN_FDS", "");
            if (!sockets.equals("1")) {
                throw new IOException(
                        "LISTEN_FDS=" + sockets + ": must be 1, a control has one port");
            }
            toStandardInput(FIRST_OF_SYSTEMD);
        }
        if (System.inheritedChannel() instanceof ServerSocketChannel listening) {
            listening.configureBlocking(false);
            return Optional.of(new InheritableSocket(listening, true, Optional.empty()));
        }
        return Optional.empty();
    }

    private static void toStandardInput(int descriptor) throws IOException {
        Class<?>[] types = {int.class, int.class};
        call("InheritedChannel", "dup2", types, descriptor, 0);
    }

    /**
     * Opens it (Listen, ListenBacklog, ReceiveBufferSize) and makes it standard input. The path of
     * a Unix domain socket that a killed process has left is taken over.
     *
     * @throws IOException when the port or path cannot be had, naming the directive, or this JDK
     *     has no way to hand a socket on
     */
    static InheritableSocket open(Directives directives, ListenAddress listen) throws IOException {
        ServerSocketChannel socket;
        Optional<Path> path = Optional.empty();
        if (listen instanceof UnixListen unix) {
            StaleSocket.remove(unix.path());
            socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            path = Optional.of(unix.path());
        } else {
            socket = ServerSocketChannel.open();
            socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        }
        try {
            if (directives.receiveBufferSize() > 0) {
                socket.setOption(StandardSocketOptions.SO_RCVBUF, directives.receiveBufferSize());
            }
            bind(socket, directives.listenBacklog(), listen);
            socket.configureBlocking(false);
            toStandardInput(fd(socket));
            return new InheritableSocket(socket, false, path);
        } catch (IOException | RuntimeException | Error e) {
            socket.close();
            throw e;
        }
    }

    private static void bind(ServerSocketChannel socket, int backlog, ListenAddress listen)
            throws IOException {
        try {
            socket.bind(listen.socketAddress(), backlog);
        } catch (UnresolvedAddressException e) {
            throw new IOException(Directive.LISTEN + " " + listen + ": no such address", e);
        } catch (IOException e) {
            throw new IOException(Directive.LISTEN + " " + listen + ": " + e.getMessage(), e);
        }
    }

    SocketAddress address() throws IOException {
        return socket.getLocalAddress();
    }

    /**
     * Ends listening for every process that has the socket, and closes it. What is still queued is
     * reset; of a socket that this process was started with it waits for the next one.
     */
    void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (isBorrowed) {
            socket.close();
            return;
        }
        try {
            if (path.isPresent()) {
                // First: what nobody listens on may be taken over by another server.
                Files.deleteIfExists(path.get());
            }
            Class<?>[] types = {FileDescriptor.class, int.class};
            FileDescriptor descriptor =
                    (FileDescriptor) invoke(method("SelChImpl", "getFD", new Class<?>[0]), socket);
            call("Net", "shutdown", types, descriptor, 0);
        } finally {
            socket.close();
        }
    }

    boolean isClosed() {
        return closed;
    }

    private static int fd(ServerSocketChannel socket) throws IOException {
        return (int) invoke(method("SelChImpl", "getFDVal", new Class<?>[0]), socket);
    }

    private static void call(String type, String name, Class<?>[] types, Object... arguments)
            throws IOException {
        invoke(method(type, name, types), null, arguments);
    }

    private static Method method(String type, String name, Class<?>[] types) throws IOException {
        try {
            Method method = Class.forName(INTERNALS + type).getDeclaredMethod(name, types);
            method.setAccessible(true);
            return method;
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new IOException(
                    "children as processes need a JDK that lets a socket be handed on: "
                            + INTERNALS
                            + type
                            + "."
                            + name
                            + " of Java "
                            + Runtime.version()
                            + " cannot be called; start with java -jar of the launcher, or with"
                            + " --add-opens java.base/sun.nio.ch=ALL-UNNAMED",
                    e);
        }
    }

    private static Object invoke(Method method, Object on, Object... arguments) throws IOException {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof IOException io
                    ? io
                    : new IOException(method + ": " + e.getCause(), e);
        } catch (IllegalAccessException e) {
            throw new IOException(method + ": " + e, e);
        }
    }
}
