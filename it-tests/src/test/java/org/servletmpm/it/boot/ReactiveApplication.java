package org.servletmpm.it.boot;

import java.time.Duration;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A WebFlux application, which a servlet container serves by asynchronous and non-blocking means.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@RestController
class ReactiveApplication {

    @GetMapping(path = "/numbers", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<Long> numbers() {
        return Flux.interval(Duration.ofMillis(5)).take(5);
    }

    @PostMapping("/length")
    Mono<String> length(@RequestBody Mono<String> text) {
        return text.map(t -> "length " + t.length());
    }
}
