package io.github.observability.context.matrix;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

import io.github.observability.testing.FullRunOnly;
import io.github.observability.testing.Library;
import io.github.observability.testing.RunningApplication;
import io.github.observability.testing.UnsecuredApplication;
import io.github.observability.testing.Uses;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jms.annotation.EnableJms;
import org.springframework.jms.annotation.JmsListener;
import org.springframework.jms.config.DefaultJmsListenerContainerFactory;
import org.springframework.jms.core.JmsOperations;
import org.springframework.jms.core.JmsTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ways through an Artemis of its own.
 */
@FullRunOnly
class JmsWaysIntegrationTests extends AbstractMessageWays {

	private static final String BROKER = "vm://17";

	private static final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();

	@BeforeAll
	static void startBroker() throws Exception {
		broker.setConfiguration(new ConfigurationImpl().setPersistenceEnabled(false)
			.setSecurityEnabled(false)
			.addAcceptorConfiguration("vm", BROKER));
		broker.start();
	}

	@AfterAll
	static void stopBroker() throws Exception {
		broker.stop();
	}

	static Stream<MessageWay> ways() {
		return Stream.of(MessageWay.values())
			.filter((way) -> way.name().startsWith("JMS"))
			.sorted(Comparator.comparing(MessageWay::isByHand));
	}

	@Override
	Class<?> application(MessageWay way) {
		return way.isByHand() ? ByHand.class : Boots.class;
	}

	@Override
	String[] broker() {
		return new String[0];
	}

	@Override
	String failure() {
		return "Execution of JMS message listener failed";
	}

	@ParameterizedTest
	@EnumSource(names = { "JMS_FAILURE", "JMS_FAILURE_BY_HAND" })
	void marksTheSpanOfAFailedListener(MessageWay way) {
		assertThat(statusOfFailed(way)).isEqualTo(StatusCode.ERROR);
	}

	@Test
	void plainBootLeavesTheSpanOfAFailedListener() {
		assertThat(statusOfFailed(MessageWay.JMS_FAILURE, PLAIN)).isEqualTo(StatusCode.UNSET);
	}

	private StatusCode statusOfFailed(MessageWay way, String... arguments) {
		RunningApplication application = startAlone(application(way), arguments);
		application.get("/send/" + way, Call.next().headers());
		InMemorySpanExporter spans = application.bean(InMemorySpanExporter.class);
		return Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> spans.getFinishedSpanItems()
				.stream()
				.filter((span) -> span.getKind() == SpanKind.CONSUMER)
				.findFirst(), Optional::isPresent)
			.map((span) -> span.getStatus().getStatusCode())
			.orElseThrow();
	}

	@Uses(Library.JMS)
	@UnsecuredApplication
	@Import({ Jms.class, Sending.class, ServedApplication.TenantFilter.class })
	static class Boots {

	}

	@Uses(Library.JMS)
	@UnsecuredApplication
	@EnableJms
	@Import({ Jms.class, Sending.class, ServedApplication.TenantFilter.class })
	static class ByHand {

		@Bean
		JmsTemplate ownTemplate(ConnectionFactory connections) {
			return new JmsTemplate(connections);
		}

		@Bean
		DefaultJmsListenerContainerFactory jmsListenerContainerFactory(ConnectionFactory connections) {
			DefaultJmsListenerContainerFactory factory = new DefaultJmsListenerContainerFactory();
			factory.setConnectionFactory(connections);
			factory.setSessionTransacted(true);
			return factory;
		}

	}

	static class Jms {

		@Bean
		ConnectionFactory connections() {
			return new ActiveMQConnectionFactory(BROKER);
		}

		@Bean
		static InMemorySpanExporter spans() {
			return InMemorySpanExporter.create();
		}

		@Bean
		Sender sender(JmsOperations template) {
			return (way) -> template.convertAndSend("ways", way.name());
		}

		@JmsListener(destination = "ways")
		void receive(TextMessage message) throws JMSException {
			MessageWay.valueOf(message.getText()).receive(message.getJMSRedelivered());
		}

	}

}
