package org.servletmpm.it.boot;

import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.CountDownLatch;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** An application with a page worth compressing, and one that takes as long as its test wants. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@RestController
class PageApplication {

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @GetMapping(path = "/page", produces = MediaType.TEXT_PLAIN_VALUE)
    ResponseEntity<String> page(HttpServletRequest request) {
        return ResponseEntity.ok()
                .header("X-Seen", request.getScheme() + " from " + request.getRemoteAddr())
                .body("all work and no play\n".repeat(200));
    }

    @GetMapping("/held")
    String held() throws InterruptedException {
        entered.countDown();
        released.await();
        return "held";
    }

    CountDownLatch entered() {
        return entered;
    }

    void release() {
        released.countDown();
    }
}
