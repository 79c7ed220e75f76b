package io.github.observability.context.matrix;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.observability.testing.FullRunOnly;
import io.github.observability.testing.JsonLines;
import io.github.observability.testing.RunningApplication;
import io.github.observability.testing.SharedApplication;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ways through a broker, which the tests of each technology start.
 */
@ExtendWith(OutputCaptureExtension.class)
abstract class AbstractMessageWays {

	@RegisterExtension
	static final SharedApplication shared = new SharedApplication();

	/**
	 * Properties with which Boot is as plain as the format of the lines allows.
	 */
	static final String[] PLAIN = { "observability.context.enabled=false", "observability.defaults.enabled=false",
			"management.tracing.baggage.correlation.fields=region" };

	private static final String[] STARTER = { "observability.context.mdc-keys=tenant",
			"observability.context.request-id.send=true" };

	/**
	 * Return an application and what it takes to find the broker.
	 * @param way the way
	 * @return the application
	 */
	abstract Class<?> application(MessageWay way);

	abstract String[] broker();

	/**
	 * Return part of the line that tells about a failed listener.
	 * @return the words of the framework
	 */
	abstract String failure();

	RunningApplication start(Class<?> application, String... arguments) {
		return shared.get(application, all(arguments));
	}

	/** For tests of batches and of spans, which would find those of others. */
	RunningApplication startAlone(Class<?> application, String... arguments) {
		return shared.fresh(application, all(arguments));
	}

	private String[] all(String... arguments) {
		List<String> all = new ArrayList<>(
				List.of("spring.main.banner-mode=off", "management.tracing.baggage.remote-fields=region"));
		all.addAll(List.of(broker()));
		all.addAll(List.of(arguments));
		return all.toArray(String[]::new);
	}

	@ParameterizedTest
	@MethodSource("ways")
	void carries(MessageWay way, CapturedOutput output) {
		Call call = Call.next();
		RunningApplication application = start(application(way), STARTER);
		assertThat(application.get("/send/" + way, call.headers()).statusCode()).isEqualTo(200);
		assertThat(Propagated.in(line(way, 1, output), call)).isEqualTo(way.carried());
		assertThat(output.getOut()).doesNotContain("unlisted");
		application.bean(Sender.class).send(way);
		JsonNode other = line(way, 2, output);
		assertThat(Propagated.in(other, call)).isEmpty();
		assertThat(other.at("/trace/id").asString("")).hasSize(32);
		for (String field : new String[] { "/http/request/id", "/tenant", "/region" }) {
			assertThat(other.at(field).isMissingNode()).as(field).isTrue();
		}
	}

	@ParameterizedTest
	@MethodSource("ways")
	@FullRunOnly
	void plainBootCarries(MessageWay way, CapturedOutput output) {
		Call call = Call.next();
		RunningApplication application = start(application(way), PLAIN);
		assertThat(application.get("/send/" + way, call.headers()).statusCode()).isEqualTo(200);
		assertThat(Propagated.in(line(way, 1, output), call)).isEqualTo(way.carriedByPlainBoot());
	}

	private JsonNode line(MessageWay way, int number, CapturedOutput output) {
		return line(way.isFailure() ? failure() : FarEnd.message(way), number, output);
	}

	static JsonNode line(String message, int number, CapturedOutput output) {
		return Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> lines(message, output), (lines) -> lines.size() >= number)
			.get(number - 1);
	}

	/**
	 * What brokers log before the first application starts is no JSON, and the last line
	 * may be written just now.
	 */
	static List<JsonNode> lines(String message, CapturedOutput output) {
		String text = output.getOut();
		return text.substring(0, text.lastIndexOf('\n') + 1)
			.lines()
			.filter((line) -> line.startsWith("{"))
			.map(JsonLines::parse)
			.filter((line) -> line.path("message").asString("").contains(message))
			.toList();
	}

	/**
	 * Sends the name of a way to its listener.
	 */
	interface Sender {

		void send(MessageWay way);

	}

	@RestController
	static class Sending {

		private final Sender sender;

		Sending(Sender sender) {
			this.sender = sender;
		}

		@GetMapping("/send/{way}")
		String send(@PathVariable MessageWay way) {
			this.sender.send(way);
			return way.name();
		}

	}

}
