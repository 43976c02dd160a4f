package org.servletmpm.process;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import org.servletmpm.directive.Directive;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Listen;

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

    private final ServerSocketChannel socket;
    private boolean closed;

    private InheritableSocket(ServerSocketChannel socket) {
        this.socket = socket;
    }

    /**
     * Opens it (Listen, ListenBacklog, ReceiveBufferSize) and makes it standard input.
     *
     * @throws IOException when the port cannot be had, naming the directive, or this JDK has no way
     *     to hand a socket on
     */
    static InheritableSocket open(Directives directives, Listen listen) throws IOException {
        InetSocketAddress address =
                listen.address().isPresent()
                        ? new InetSocketAddress(listen.address().get(), listen.port())
                        : new InetSocketAddress(listen.port());
        if (address.isUnresolved()) {
            throw new IOException(Directive.LISTEN + " " + listen + ": no such address");
        }
        ServerSocketChannel socket = ServerSocketChannel.open();
        try {
            if (directives.receiveBufferSize() > 0) {
                socket.setOption(
                        java.net.StandardSocketOptions.SO_RCVBUF, directives.receiveBufferSize());
            }
            socket.setOption(java.net.StandardSocketOptions.SO_REUSEADDR, true);
            bind(socket, address, directives.listenBacklog(), listen);
            socket.configureBlocking(false);
            call("InheritedChannel", "dup2", new Class<?>[] {int.class, int.class}, fd(socket), 0);
            return new InheritableSocket(socket);
        } catch (IOException | RuntimeException | Error e) {
            socket.close();
            throw e;
        }
    }

    private static void bind(
            ServerSocketChannel socket, InetSocketAddress address, int backlog, Listen listen)
            throws IOException {
        try {
            socket.bind(address, backlog);
        } catch (IOException e) {
            throw new IOException(Directive.LISTEN + " " + listen + ": " + e.getMessage(), e);
        }
    }

    SocketAddress address() throws IOException {
        return socket.getLocalAddress();
    }

    /**
     * Ends listening for every process that has the socket, and closes it. What is still queued is
     * reset.
     */
    void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
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
