package io.github.observability.sample.pricing;

import java.util.Currency;

import io.github.observability.sample.City;
import io.github.observability.sample.SimulatedWork;
import io.github.observability.sample.traffic.Fault;
import io.github.observability.sample.traffic.Faults;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class PricingController {

	private static final Logger logger = LoggerFactory.getLogger(PricingController.class);

	private final PricingProperties properties;

	private final Faults faults;

	PricingController(PricingProperties properties, Faults faults) {
		this.properties = properties;
		this.faults = faults;
	}

	@PostMapping("/pricing/quote")
	Quote quote(@RequestBody @Valid QuoteRequest request) {
		SimulatedWork
			.take(this.faults.isOn(Fault.SLOW_PRICING) ? this.properties.slowQuoteTime() : this.properties.quoteTime());
		long price = Tariff.of(request.city()).priceOf(request.pickup(), request.destination());
		logger.info("Quoted {} minor units for a ride in {}", price, request.city().label());
		return new Quote(price, Tariff.CURRENCY);
	}

	record QuoteRequest(@NotNull City city, @NotBlank String pickup, @NotBlank String destination) {

	}

	record Quote(long minorUnits, Currency currency) {

	}

}
