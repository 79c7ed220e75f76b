package io.github.observability.sample.dispatch;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the dispatch role.
 *
 * @param driveTime Time that a driver takes to the pickup.
 */
@ConfigurationProperties("rides.dispatch")
record DispatchProperties(@DefaultValue("2s") Duration driveTime) {

}
