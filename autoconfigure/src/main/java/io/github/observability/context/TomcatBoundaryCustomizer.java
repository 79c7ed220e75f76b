package io.github.observability.context;

import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

/**
 * Gives an embedded Tomcat the {@link TomcatBoundaryValve}, before other valves.
 */
final class TomcatBoundaryCustomizer
		implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory>, Ordered {

	private final RequestBoundary boundary;

	TomcatBoundaryCustomizer(RequestBoundary boundary) {
		this.boundary = boundary;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public void customize(ConfigurableTomcatWebServerFactory factory) {
		factory.addEngineValves(new TomcatBoundaryValve(this.boundary));
		this.boundary.surroundDispatches();
	}

}
