package io.github.observability.sample.pricing;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the pricing role.
 *
 * @param quoteTime Time that a quote takes.
 * @param slowQuoteTime Time that a quote takes under the fault slow-pricing.
 */
@ConfigurationProperties("rides.pricing")
record PricingProperties(@DefaultValue("5ms") Duration quoteTime, @DefaultValue("800ms") Duration slowQuoteTime) {

}
