package io.github.observability.console;

import java.io.IOException;

import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

/**
 * Notes the peer of the connection, or that a proxy forwarded the request. Tomcat's
 * {@code RemoteIpValve} replaces the address of a request with what a header says, and
 * removes the header.
 */
final class PeerValve extends ValveBase {

	private PeerValve() {
		super(true);
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		boolean forwarded = ConsoleGuard.isForwarded(request::getHeader);
		request.setAttribute(ServletConsoleFilter.PEER,
				forwarded ? ServletConsoleFilter.FORWARDED : request.getPeerAddr());
		getNext().invoke(request, response);
	}

	/**
	 * Adds the valve before Boot adds Tomcat's.
	 */
	static final class Customizer implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory>, Ordered {

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE;
		}

		@Override
		public void customize(ConfigurableTomcatWebServerFactory factory) {
			factory.addEngineValves(new PeerValve());
		}

	}

}
