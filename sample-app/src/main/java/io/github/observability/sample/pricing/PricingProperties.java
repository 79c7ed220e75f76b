package io.github.observability.sample.pricing;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the pricing role.
 *
 * @param quoteTime Duration of a quote.
 * @param slowQuoteTime Duration of a quote while the fault slow-pricing is on.
 */
@ConfigurationProperties("rides.pricing")
record PricingProperties(@DefaultValue("5ms") Duration quoteTime, @DefaultValue("800ms") Duration slowQuoteTime) {

}
