package io.github.observability.sample;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Base URLs of the roles. This process plays a role that has no URL.
 *
 * @param pricingUrl Base URL of the pricing role.
 * @param matchingUrl Base URL of the matching role.
 * @param dispatchUrl Base URL of the dispatch role.
 */
@ConfigurationProperties("rides.services")
record ServiceProperties(@Nullable String pricingUrl, @Nullable String matchingUrl, @Nullable String dispatchUrl) {

}
