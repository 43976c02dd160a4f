package org.servletmpm.samples.processes.boot;

import jakarta.servlet.http.HttpSession;
import org.servletmpm.inherit.ChildSlot;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Counts in the session, and runs a task in one child only. */
@SpringBootApplication(proxyBeanMethods = false)
@EnableScheduling
@RestController
public class Application {

    private static final String COUNT = "count";

    public static void main(String[] arguments) {
        SpringApplication.run(Application.class, arguments);
    }

    @GetMapping("/count")
    String count(HttpSession session) {
        Integer before = (Integer) session.getAttribute(COUNT);
        int count = before == null ? 1 : before + 1;
        session.setAttribute(COUNT, count);
        return count + " by child " + ChildSlot.number() + "." + ChildSlot.generation() + "\n";
    }

    @Scheduled(fixedDelay = 1000)
    void tidy() {
        if (!ChildSlot.isFirst()) {
            return;
        }
        System.out.println("tidied by child " + ChildSlot.number());
    }
}
