package io.github.observability.sample.rider;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for the end of a ride's life.
 *
 * @param after Time from assignment to completion.
 * @param interval Time between two runs of the settlement.
 * @param keepFor Time for which a ride is kept.
 * @param keepAtMost Number of rides that are kept.
 */
@ConfigurationProperties("rides.settlement")
record SettlementProperties(@DefaultValue("5s") Duration after, @DefaultValue("1s") Duration interval,
		@DefaultValue("10m") Duration keepFor, @DefaultValue("10000") int keepAtMost) {

}
