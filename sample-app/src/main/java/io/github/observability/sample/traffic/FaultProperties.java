package io.github.observability.sample.traffic;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the faults.
 *
 * @param poolHeldFor Maximum time for which the fault saturated-pool holds connections.
 */
@ConfigurationProperties("rides.faults")
record FaultProperties(@DefaultValue("30s") Duration poolHeldFor) {

}
