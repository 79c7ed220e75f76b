package io.github.observability.sample.traffic;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the faults.
 *
 * @param poolHeldFor Time for which the fault saturated-pool holds connections at most.
 */
@ConfigurationProperties("rides.faults")
record FaultProperties(@DefaultValue("30s") Duration poolHeldFor) {

}
