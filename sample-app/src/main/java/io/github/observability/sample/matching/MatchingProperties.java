package io.github.observability.sample.matching;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the matching role.
 *
 * @param searchTime Duration of the search for a driver.
 * @param lease Time after which a driver who was never released is free again.
 * @param supplyInterval Time between two counts of the drivers.
 */
@ConfigurationProperties("rides.matching")
record MatchingProperties(@DefaultValue("40ms") Duration searchTime, @DefaultValue("1m") Duration lease,
		@DefaultValue("1s") Duration supplyInterval) {

}
