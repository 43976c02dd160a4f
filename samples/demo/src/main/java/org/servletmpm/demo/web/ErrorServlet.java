package org.servletmpm.demo.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** {@code /error?type=...}: fails in the way asked for, before anything is sent. */
final class ErrorServlet extends Page {
    private static final long serialVersionUID = 1L;

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, BadParameterException {
        Query.of(request.getParameterMap(), "type").choice("type", Failure.class).happen();
    }

    /** What is thrown, named as in the query. */
    enum Failure {
        EXCEPTION("exception") {
            @Override
            void happen() throws ServletException {
                throw new ServletException("/error?type=exception was asked for");
            }
        },
        STACK_OVERFLOW("StackOverflowError") {
            @Override
            void happen() {
                throw new IllegalStateException("a stack without an end: " + depth(1));
            }

            /** A real overflow: the stack is used up, not only an error of that name thrown. */
            private long depth(long above) {
                return 1 + depth(above + 1);
            }
        },
        OUT_OF_MEMORY("OutOfMemoryError") {
            @Override
            void happen() {
                // Thrown, not provoked: every other request of this JVM would suffer from that.
                throw new OutOfMemoryError("/error?type=OutOfMemoryError was asked for");
            }
        },
        ERROR("Error") {
            @Override
            void happen() {
                throw new Error("/error?type=Error was asked for");
            }
        };

        private final String name;

        Failure(String name) {
            this.name = name;
        }

        abstract void happen() throws ServletException;

        @Override
        public String toString() {
            return name;
        }
    }
}
