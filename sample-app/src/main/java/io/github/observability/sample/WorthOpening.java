package io.github.observability.sample;

import java.io.PrintStream;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Says where to look first. On stderr, because stdout is for log lines alone. */
@Component
final class WorthOpening {

	private static final String TEXT = """

			Rides is up at {base}. Worth opening, each line ready to paste:

			A ride with a trace id of your own, then the latest rides
			  curl -i {base}/rides -H 'Content-Type: application/json' -H 'X-City: berlin' \
			-H 'traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' \
			-d '{"rider":"ada","city":"berlin","pickup":"Hauptbahnhof","destination":"Tempelhof"}'
			  curl -s {base}/rides
			Golden signals and business meters, health
			  curl -s {base}/actuator/prometheus
			  curl -s {base}/actuator/health
			Meters, funnel, marketplace health and bad regions of the business
			  curl -s {base}/actuator/business
			Faults: slow-pricing, failing-dispatch, saturated-pool, bad-region, vanished-drivers
			  curl -s {base}/faults
			  curl -s -X PUT {base}/faults/slow-pricing
			  curl -s -X DELETE {base}/faults/slow-pricing
			Traces go to a collector once it is named
			  --management.opentelemetry.tracing.export.otlp.endpoint=http://localhost:4318/v1/traces

			""";

	private final ServiceUrls urls;

	WorthOpening(ServiceUrls urls) {
		this.urls = urls;
	}

	@EventListener(ApplicationReadyEvent.class)
	void print() {
		PrintStream stderr = System.err;
		stderr.print(TEXT.replace("{base}", this.urls.own()));
		stderr.flush();
	}

}
