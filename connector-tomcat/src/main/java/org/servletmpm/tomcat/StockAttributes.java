package org.servletmpm.tomcat;

import static org.servletmpm.tomcat.StockAttribute.Owner.CONNECTOR;
import static org.servletmpm.tomcat.StockAttribute.Owner.ENDPOINT;
import static org.servletmpm.tomcat.StockAttribute.Owner.PROTOCOL;
import static org.servletmpm.tomcat.StockAttribute.Owner.SOCKET;
import static org.servletmpm.tomcat.StockAttribute.Verdict.DIRECTIVE;
import static org.servletmpm.tomcat.StockAttribute.Verdict.NO_EFFECT;
import static org.servletmpm.tomcat.StockAttribute.Verdict.REFUSED;
import static org.servletmpm.tomcat.StockAttribute.Verdict.WORKS;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.servletmpm.directive.ConnectorConfiguration;

/**
 * Decides what becomes of each attribute of Tomcat's stock connector: it works, a directive speaks
 * of it too, it has no effect, or it is refused. Immutable; any thread.
 *
 * <p>This is not where a directive is added: {@link org.servletmpm.directive.Directive} is. A test
 * compares this table with the setters that Tomcat has, and makes the documentation's table of it.
 */
final class StockAttributes {

    private static final String NO_POOL = "there is no such pool: buffers live with a connection";

    private static final Map<String, StockAttribute> TABLE = table();

    private StockAttributes() {}

    /**
     * @return the attributes by owner, and in alphabetical order
     */
    static List<StockAttribute> all() {
        List<StockAttribute> all = new ArrayList<>(TABLE.values());
        all.sort((a, b) -> a.owner().compareTo(b.owner()));
        return all;
    }

    /**
     * @param name in any spelling of its first letter, as Tomcat takes it
     */
    static Optional<StockAttribute> named(String name) {
        return Optional.ofNullable(TABLE.get(name))
                .or(() -> Optional.ofNullable(TABLE.get(decapitalized(name))));
    }

    private static String decapitalized(String name) {
        return name.isEmpty() ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    private static Map<String, StockAttribute> table() {
        Map<String, StockAttribute> table = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Rows connector = new Rows(CONNECTOR, table);
        connector.works(
                """
                allowBackslash allowTrace asyncTimeout discardFacades domain enableLookups
                encodedReverseSolidusHandling encodedSolidusHandling enforceEncodingInGetWriter
                maxCookieCount maxParameterCount maxPartCount maxPartHeaderSize maxPostSize
                maxSavePostSize parseBodyMethods proxyName proxyPort redirectPort
                rejectSuspiciousURIs scheme secure throwOnFailure URIEncoding
                useBodyEncodingForURI useIPVHosts xpoweredBy
                """);
        connector.add("port", DIRECTIVE, "Listen");
        connector.add("portOffset", WORKS, "added to Listen's port, too");

        Rows protocol = new Rows(PROTOCOL, table);
        protocol.works(
                """
                allowedTrailerHeaders clientCertProvider compressibleMimeType compression
                compressionMinSize connectionLinger connectionUploadTimeout continueResponseTiming
                defaultSSLHostConfigName disableUploadTimeout maxExtensionSize maxHeaderCount
                maxHttpHeaderSize maxHttpRequestHeaderSize maxHttpResponseHeaderSize maxSwallowSize
                maxTrailerSize noCompressionEncodings noCompressionUserAgents processorCache
                relaxedPathChars relaxedQueryChars restrictedUserAgents server
                serverRemoveAppProvidedValues sniParseLimit SSLEnabled sslImplementationName
                tcpNoDelay useKeepAliveResponseHeader useSendfile
                """);
        protocol.add("maxConnections", WORKS, "bounds the connections of all children together");
        protocol.add("utilityExecutor", WORKS, "Tomcat's own, for its timers");
        protocol.add("acceptCount", DIRECTIVE, "ListenBacklog");
        protocol.add("address", DIRECTIVE, "Listen");
        protocol.add("connectionTimeout", DIRECTIVE, "Timeout; here in milliseconds");
        protocol.add("keepAliveTimeout", DIRECTIVE, "KeepAliveTimeout; here in milliseconds");
        protocol.add(
                "maxKeepAliveRequests", DIRECTIVE, "MaxKeepAliveRequests; here -1 is no limit");
        protocol.add("maxThreads", DIRECTIVE, "MaxRequestWorkers; no correction exceeds it");
        protocol.add(
                "minSpareThreads",
                DIRECTIVE,
                "MinSpareThreads; prefork counts children, see MinSpareServers");
        protocol.add("executor", REFUSED, ConnectorConfiguration.OWN_THREADS);
        protocol.add(
                "acceptorThreadPriority",
                NO_EFFECT,
                "there is no acceptor: a child's own listener or thread accepts");
        protocol.add(
                "maxQueueSize",
                NO_EFFECT,
                "nothing queues for threads: connections wait in the kernel (ListenBacklog)");
        protocol.add(
                "pollerThreadPriority", NO_EFFECT, "there is no poller: each child has a listener");
        protocol.add(
                "selectorTimeout",
                NO_EFFECT,
                "a listener wakes when the next timeout is due, not at intervals");
        protocol.add("threadPriority", NO_EFFECT, "all threads of the children have the usual one");

        Rows endpoint = new Rows(ENDPOINT, table);
        endpoint.works("bindOnInit strictSni unixDomainSocketPath unixDomainSocketPathPermissions");
        endpoint.works("useAsyncIO useInheritedChannel");
        endpoint.add("useVirtualThreads", REFUSED, ConnectorConfiguration.OWN_THREADS);
        endpoint.add(
                "daemon", NO_EFFECT, "the children's threads are daemons, as Tomcat's are usually");
        endpoint.add(
                "executorTerminationTimeoutMillis",
                NO_EFFECT,
                "a stop gives threads five seconds, then an interrupt; GracefulShutdownTimeout"
                        + " waits for requests before that");
        endpoint.add("name", NO_EFFECT, "Tomcat names the endpoint itself, whatever is written");
        endpoint.add(
                "threadsMaxIdleTime",
                NO_EFFECT,
                "idle threads go by number, not by time: MaxSpareThreads, MaxSpareServers");

        Rows socket = new Rows(SOCKET, table);
        socket.works("socket.appReadBufSize socket.appWriteBufSize socket.directBuffer");
        socket.works("socket.directSslBuffer socket.ooBInline socket.soKeepAlive");
        socket.works("socket.soLingerOn socket.soLingerTime socket.soReuseAddress");
        socket.works("socket.tcpNoDelay");
        socket.add("socket.rxBufSize", DIRECTIVE, "ReceiveBufferSize");
        socket.add("socket.txBufSize", DIRECTIVE, "SendBufferSize");
        socket.add("socket.soTimeout", DIRECTIVE, "Timeout: another name of connectionTimeout");
        for (String figure : List.of("Bandwidth", "ConnectionTime", "Latency")) {
            socket.add("socket.performance" + figure, WORKS, "handed to the JDK, which ignores it");
        }
        socket.add("socket.bufferPool", NO_EFFECT, NO_POOL);
        socket.add("socket.bufferPoolSize", NO_EFFECT, NO_POOL);
        socket.add("socket.directBufferPool", NO_EFFECT, NO_POOL);
        socket.add("socket.eventCache", NO_EFFECT, "there is no poller with events to keep");
        socket.add(
                "socket.processorCache",
                NO_EFFECT,
                "socket processors are not kept; processorCache, of HTTP processors, works");
        socket.add(
                "socket.timeoutInterval",
                NO_EFFECT,
                "timeouts are kept when they are due, not looked for at intervals");
        socket.add("socket.unlockTimeout", NO_EFFECT, "there is no acceptor to unlock");
        return table;
    }

    /** Fills the table with one owner's attributes. */
    private record Rows(StockAttribute.Owner owner, Map<String, StockAttribute> table) {

        void works(String names) {
            for (String name : names.strip().split("\\s+")) {
                add(name, WORKS, "");
            }
        }

        void add(String name, StockAttribute.Verdict verdict, String remark) {
            table.put(name, new StockAttribute(name, owner, verdict, remark));
        }
    }
}
