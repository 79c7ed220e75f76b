package io.github.observability.sample.matching;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the matching role.
 *
 * @param searchTime Time that the search for a driver takes.
 * @param lease Time after which a driver is free again if nobody released them.
 * @param supplyInterval Time between two counts of the drivers.
 */
@ConfigurationProperties("rides.matching")
record MatchingProperties(@DefaultValue("40ms") Duration searchTime, @DefaultValue("1m") Duration lease,
		@DefaultValue("1s") Duration supplyInterval) {

}
