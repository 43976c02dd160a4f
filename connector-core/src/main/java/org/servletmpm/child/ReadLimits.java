package org.servletmpm.child;

import java.util.EnumMap;
import java.util.Map;
import org.servletmpm.connection.Interest;
import org.servletmpm.connection.ReadLimit;
import org.servletmpm.connection.ReadStage;
import org.servletmpm.directive.RequestReadTimeout;
import org.servletmpm.directive.RequestReadTimeout.Stage;

/** RequestReadTimeout as connections ask for it. Immutable. */
final class ReadLimits {

    private final Map<ReadStage, ReadLimit> limits = new EnumMap<>(ReadStage.class);

    ReadLimits(RequestReadTimeout directive) {
        put(ReadStage.HANDSHAKE, directive.handshake());
        put(ReadStage.HEADER, directive.header());
        put(ReadStage.BODY, directive.body());
    }

    private void put(ReadStage stage, Stage written) {
        if (!written.isOff()) {
            limits.put(
                    stage,
                    new ReadLimit(
                            written.seconds() * 1000L,
                            written.mostSeconds() == 0
                                    ? Interest.NEVER
                                    : written.mostSeconds() * 1000L,
                            written.minRate()));
        }
    }

    /**
     * @return null for none
     */
    ReadLimit get(ReadStage stage) {
        return limits.get(stage);
    }
}
