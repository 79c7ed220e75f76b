package io.github.observability.business;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A comparison of groups that is declared by properties.
 *
 * @param events the business meter that counts the events
 * @param failures the business meter that counts those of them that failed
 * @param tag the tag whose values are the groups
 * @param window time over which they are compared
 * @param minVolume events that a group needs to be compared
 */
record OutlierDeclaration(@Nullable String events, @Nullable String failures, @Nullable String tag,
		@DefaultValue("10m") Duration window, @DefaultValue("100") int minVolume) {

}
