package io.github.observability.context;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.observability.context.propagation.PropagationAutoConfiguration;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import jakarta.jms.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class MessageRequestIdTests {

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(PropagationAutoConfiguration.class, RequestIdAutoConfiguration.class));

	@Test
	void putsTheIdOnTheLinesAboutAMessage() {
		assertThat(received(Map.of("X-Request-Id", "r-1"))).isEqualTo("r-1");
		assertThat(MDC.get("requestId")).isNull();
		assertThat(RequestLogContext.current()).isNull();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "two words", "r\n1", "0123456789012345678901234567890123456789012345678901234567890123x" })
	void takesNoIdThatIsNotSafe(String requestId) {
		assertThat(received(Map.of("X-Request-Id", requestId))).isNull();
	}

	@ParameterizedTest
	@ValueSource(classes = { ClassCastException.class, IllegalArgumentException.class, IllegalStateException.class })
	void failsNoMessageWhoseHeaderIsNoText(Class<RuntimeException> failure) {
		this.registry.observationConfig().observationHandler(new MessageRequestIdReceiver("X-Request-Id"));
		ReceiverContext<String> context = new ReceiverContext<>((message, key) -> {
			throw BeanUtils.instantiateClass(failure);
		}, Kind.CONSUMER);
		context.setCarrier("message");
		assertThat(Observation.start("message", () -> context, this.registry).scoped(() -> "handled"))
			.isEqualTo("handled");
	}

	@Test
	void makesNoIdForAMessageWithoutOne() {
		assertThat(received(Map.of())).isNull();
	}

	@Test
	void leavesTheIdOfTheRequestBeingServed() {
		RequestLogContext served = new RequestLogContext((header) -> "served", "", List.of(), List.of());
		served.put();
		try {
			assertThat(received(Map.of("X-Request-Id", "r-1"))).isEqualTo("served");
			assertThat(MDC.get("requestId")).isEqualTo("served");
		}
		finally {
			served.remove();
		}
	}

	@Test
	void sendsTheIdOfTheRequestBeingServed() {
		assertThat(sent()).isEmpty();
		RequestLogContext served = new RequestLogContext((header) -> "served", "", List.of(), List.of());
		served.put();
		try {
			assertThat(sent()).containsExactly(Map.entry("X-Request-Id", "served"));
		}
		finally {
			served.remove();
		}
	}

	@ParameterizedTest
	@CsvSource({ "X-Request-Id, X_Request_Id", "requestId, requestId", "1st.id, _1st_id" })
	void namesAPropertyOfJmsAsAnIdentifier(String header, String property) {
		MessageHeader name = new MessageHeader(header);
		assertThat(name.nameIn(mock(Message.class))).isEqualTo(property);
		assertThat(name.nameIn(Map.of())).isEqualTo(header);
	}

	@Test
	void isReceivedByDefaultAndSentIfAsked() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(MessageRequestIdReceiver.class)
			.doesNotHaveBean(MessageRequestIdSender.class));
		this.runner.withPropertyValues("observability.context.request-id.send=true")
			.run((context) -> assertThat(context).hasSingleBean(MessageRequestIdSender.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "observability.context.enabled", "observability.context.messaging.enabled" })
	void isLeftOutByAProperty(String property) {
		this.runner.withPropertyValues("observability.context.request-id.send=true", property + "=false")
			.run((context) -> assertThat(context).doesNotHaveBean(MessageRequestIdReceiver.class)
				.doesNotHaveBean(MessageRequestIdSender.class));
	}

	@Test
	void needsNoWebModule() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.http"))
			.run((context) -> assertThat(context).hasSingleBean(MessageRequestIdReceiver.class));
	}

	private String received(Map<String, String> headers) {
		this.registry.observationConfig().observationHandler(new MessageRequestIdReceiver("X-Request-Id"));
		ReceiverContext<Map<String, String>> context = new ReceiverContext<>(Map::get, Kind.CONSUMER);
		context.setCarrier(headers);
		return Observation.start("message", () -> context, this.registry).scoped(() -> MDC.get("requestId"));
	}

	private Map<String, String> sent() {
		this.registry.observationConfig().observationHandler(new MessageRequestIdSender("X-Request-Id"));
		SenderContext<Map<String, String>> context = new SenderContext<>(
				(carrier, key, value) -> carrier.put(key, value), Kind.PRODUCER);
		context.setCarrier(new HashMap<>());
		Observation.start("message", () -> context, this.registry).stop();
		return context.getCarrier();
	}

}
