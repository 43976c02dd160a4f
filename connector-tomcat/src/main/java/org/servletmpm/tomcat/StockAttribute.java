package org.servletmpm.tomcat;

/**
 * Names an attribute of Tomcat's stock {@code <Connector>} and what becomes of it here.
 *
 * @param name as it is written in server.xml
 * @param remark the reason or the meaning; empty for what works as in the stock connector
 */
record StockAttribute(String name, Owner owner, Verdict verdict, String remark) {

    /** Names the objects that may have a setter for it, in the order in which Tomcat asks them. */
    enum Owner {
        CONNECTOR("Connector"),
        PROTOCOL("protocol"),
        ENDPOINT("endpoint"),
        SOCKET("socket");

        private final String label;

        Owner(String label) {
            this.label = label;
        }

        @Override
        public String toString() {
            return label;
        }
    }

    /** Names what becomes of an attribute that somebody wrote. */
    enum Verdict {
        /** It does the same as in the stock connector. */
        WORKS("works"),
        /** The same in Tomcat's words as a directive in httpd's, which comes first if written. */
        DIRECTIVE("a directive"),
        /** There is nothing that it could change: a warning at the start says so. */
        NO_EFFECT("no effect"),
        /** The connector does not start: going on without it would break a promise. */
        REFUSED("refused");

        private final String label;

        Verdict(String label) {
            this.label = label;
        }

        @Override
        public String toString() {
            return label;
        }
    }
}
