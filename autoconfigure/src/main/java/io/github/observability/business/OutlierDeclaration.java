package io.github.observability.business;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A comparison of groups that is declared by properties.
 *
 * @param events Business meter that counts the events.
 * @param failures Business meter that counts the failed events.
 * @param tag Tag whose values are the groups.
 * @param window Time over which groups are compared.
 * @param minVolume Number of events that a group needs to be compared.
 */
record OutlierDeclaration(@Nullable String events, @Nullable String failures, @Nullable String tag,
		@DefaultValue("10m") Duration window, @DefaultValue("100") int minVolume) {

}
