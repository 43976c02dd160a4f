package org.servletmpm.samples.tomcat;

import org.servletmpm.servlet.StatusServlet;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** An application as any: only the server status is a servlet of Servlet MPM's. */
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

    @Bean
    ServletRegistrationBean<StatusServlet> serverStatus() {
        return new ServletRegistrationBean<>(new StatusServlet(), "/server-status");
    }
}
