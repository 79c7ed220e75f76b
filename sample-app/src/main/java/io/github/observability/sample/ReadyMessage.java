package io.github.observability.sample;

import java.io.PrintStream;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Prints where to look, below the URL of the console. Writes to stderr, because stdout is
 * for log lines only.
 */
@Component
final class ReadyMessage {

	private static final String CONSOLE = "Open it: all that follows is there, and each request whole.\n\n";

	private static final String TEXT = """
			Rides is running at {base}. Copy a line to try it:

			Request a ride with your own trace id, then list the latest rides
			  curl -i {base}/rides -H 'Content-Type: application/json' -H 'X-City: berlin' \
			-H 'traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' \
			-d '{"rider":"ada","city":"berlin","pickup":"Hauptbahnhof","destination":"Tempelhof"}'
			  curl -s {base}/rides
			Switch on a fault: slow-pricing, failing-dispatch, saturated-pool, bad-region, vanished-drivers
			  curl -s -X PUT {base}/faults/slow-pricing
			  curl -s -X DELETE {base}/faults/slow-pricing
			Meters, health, business state, objectives, incidents, cost, dashboards for Grafana; all endpoints
			  curl -s {base}/actuator/prometheus
			  curl -s {base}/actuator/health
			  curl -s {base}/actuator/business
			  curl -s {base}/actuator/slo
			  curl -s {base}/actuator/incidents
			  curl -s {base}/actuator/cost
			  curl -s {base}/actuator/dashboards/service
			  curl -s {base}/actuator
			A flame graph of ten seconds
			  curl -s -o flame.html '{base}/actuator/profile?seconds=10'
			To export traces, start it with the endpoint of a collector
			  --management.opentelemetry.tracing.export.otlp.endpoint=http://localhost:4318/v1/traces

			""";

	private final ServiceUrls urls;

	ReadyMessage(ServiceUrls urls) {
		this.urls = urls;
	}

	@EventListener
	@Order(Ordered.LOWEST_PRECEDENCE)
	void print(ApplicationReadyEvent event) {
		boolean console = event.getApplicationContext().containsBean("consoleAnnouncement");
		PrintStream stderr = System.err;
		stderr.print((console ? CONSOLE : "\n") + TEXT.replace("{base}", this.urls.own()));
		stderr.flush();
	}

}
