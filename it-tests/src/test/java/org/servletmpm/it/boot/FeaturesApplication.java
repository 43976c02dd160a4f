package org.servletmpm.it.boot;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.servletmpm.servlet.EventIncompatible;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.handler.TextWebSocketHandler;
import org.springframework.web.socket.server.standard.StandardWebSocketUpgradeStrategy;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

/** An application with what Spring offers that is more than a request and its response. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableWebSocket
@RestController
class FeaturesApplication implements WebSocketConfigurer {

    /** Of {@code /stream}. */
    static final int LINES = 20_000;

    @GetMapping("/thread")
    String thread() {
        return Thread.currentThread().getName();
    }

    @GetMapping("/callable")
    Callable<String> callable() {
        return () -> "called";
    }

    @GetMapping("/future")
    CompletableFuture<String> future() {
        return CompletableFuture.supplyAsync(() -> "came");
    }

    @GetMapping("/events")
    SseEmitter events() {
        SseEmitter emitter = new SseEmitter();
        CompletableFuture.runAsync(
                () -> {
                    try {
                        for (int i = 0; i < 3; i++) {
                            emitter.send("event " + i);
                        }
                        emitter.complete();
                    } catch (IOException e) {
                        emitter.completeWithError(e);
                    }
                });
        return emitter;
    }

    @GetMapping(path = "/stream", produces = MediaType.TEXT_PLAIN_VALUE)
    StreamingResponseBody stream() {
        return out -> {
            for (int i = 0; i < LINES; i++) {
                out.write(("line " + i + "\n").getBytes(StandardCharsets.US_ASCII));
            }
        };
    }

    @PostMapping("/upload")
    String upload(@RequestParam("file") MultipartFile file) {
        return file.getOriginalFilename() + " " + file.getSize();
    }

    @GetMapping("/pinned")
    String pinned() {
        return "pinned";
    }

    /** Keeps something with the thread from one request of a connection to the next. */
    @EventIncompatible
    static final class ThreadsOwnFilter implements Filter {

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            chain.doFilter(request, response);
        }
    }

    @Bean
    FilterRegistrationBean<ThreadsOwnFilter> threadsOwnFilter() {
        FilterRegistrationBean<ThreadsOwnFilter> bean =
                new FilterRegistrationBean<>(new ThreadsOwnFilter());
        bean.addUrlPatterns("/pinned");
        return bean;
    }

    /** By the standard's way: Spring would take Jetty's own, which is on the class path too. */
    @Override
    public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
        registry.addHandler(new Echo(), "/socket")
                .setHandshakeHandler(
                        new DefaultHandshakeHandler(new StandardWebSocketUpgradeStrategy()));
    }

    private static final class Echo extends TextWebSocketHandler {

        @Override
        protected void handleTextMessage(WebSocketSession session, TextMessage message)
                throws IOException {
            session.sendMessage(new TextMessage("echo " + message.getPayload()));
        }
    }
}
