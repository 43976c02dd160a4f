package org.servletmpm.it.bench;

/**
 * The goal of a comparison, as ratios to the stock connector.
 *
 * @param rate the least
 * @param p99 the most, or null where nothing is asked for
 */
record Target(double rate, Double p99) {

    /** None is to notice which connector it is. */
    static final Target NO_PRICE = new Target(0.98, 1.05);

    /** What the hello servlet is to reach with so many connections: 1, 8 or 64. */
    static Target hello(String container, String model, int connections) {
        boolean event = model.equals("event");
        double rate =
                switch (container + " " + connections) {
                    case "tomcat 1" -> 1.0;
                    case "tomcat 8" -> event ? 1.35 : 1.4;
                    case "tomcat 64" -> event ? 1.4 : 1.2;
                    case "jetty 1" -> event ? 1.05 : 1.0;
                    case "jetty 8" -> 1.6;
                    case "jetty 64" -> event ? 1.45 : 1.3;
                    default ->
                            throw new IllegalArgumentException(
                                    container + " with " + connections + " connections");
                };
        return new Target(rate, null);
    }

    boolean reachedBy(Comparison comparison) {
        return comparison.rate().median() >= rate
                && (p99 == null || comparison.p99().median() <= p99);
    }
}
