package io.github.observability.sample;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Base URLs of the roles. Available only after the server has started listening. */
@Component
public final class ServiceUrls {

	private final ServiceProperties properties;

	private final Environment environment;

	ServiceUrls(ServiceProperties properties, Environment environment) {
		this.properties = properties;
		this.environment = environment;
	}

	public String pricing() {
		return orOwn(this.properties.pricingUrl());
	}

	public String matching() {
		return orOwn(this.properties.matchingUrl());
	}

	public String dispatch() {
		return orOwn(this.properties.dispatchUrl());
	}

	public String own() {
		return "http://localhost:" + this.environment.getRequiredProperty("local.server.port");
	}

	private String orOwn(@Nullable String url) {
		return (url != null) ? url : own();
	}

}
