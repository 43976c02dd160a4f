package org.servletmpm.spring;

import org.servletmpm.inherit.Inherited;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationListener;

/**
 * Lets a child of process mode be ready when its application is: when its runners have ended, or it
 * says {@link ReadinessState#ACCEPTING_TRAFFIC} itself. Without effect elsewhere.
 */
final class ChildReadiness implements ApplicationListener<AvailabilityChangeEvent<ReadinessState>> {

    ChildReadiness() {
        Inherited.applicationReady(false);
    }

    @Override
    public void onApplicationEvent(AvailabilityChangeEvent<ReadinessState> event) {
        if (event.getState() == ReadinessState.ACCEPTING_TRAFFIC) {
            Inherited.applicationReady(true);
        }
    }
}
