package org.servletmpm.samples.tomcat;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** An application as any: application.properties has what it takes. */
@SpringBootApplication(proxyBeanMethods = false)
@RestController
public class Application {

    public static void main(String[] arguments) {
        SpringApplication.run(Application.class, arguments);
    }

    @GetMapping("/")
    String hello() {
        return "Hello from " + Thread.currentThread().getName() + "\n";
    }
}
