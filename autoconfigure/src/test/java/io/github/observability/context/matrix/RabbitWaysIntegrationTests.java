package io.github.observability.context.matrix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.github.observability.testing.FullRunOnly;
import io.github.observability.testing.Library;
import io.github.observability.testing.RunningApplication;
import io.github.observability.testing.UnsecuredApplication;
import io.github.observability.testing.Uses;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.annotation.EnableRabbit;
import org.springframework.amqp.rabbit.annotation.Queue;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ways through a broker of AMQP 0-9-1 of its own.
 */
@Tag("jdk")
class RabbitWaysIntegrationTests extends AbstractMessageWays {

	private static QpidBroker broker;

	@BeforeAll
	static void startBroker(@TempDir Path directory) throws Exception {
		broker = new QpidBroker();
		broker.start(directory);
	}

	@AfterAll
	static void stopBroker() {
		broker.stop();
	}

	static Stream<MessageWay> ways() {
		return Stream.of(MessageWay.values())
			.filter((way) -> way.name().startsWith("RABBIT"))
			.sorted(Comparator.comparing(MessageWay::isByHand));
	}

	@Override
	Class<?> application(MessageWay way) {
		return way.isByHand() ? ByHand.class : Boots.class;
	}

	@Override
	String[] broker() {
		return new String[] { "spring.rabbitmq.port=" + broker.port(), "spring.rabbitmq.virtual-host=default",
				"management.tracing.sampling.probability=1" };
	}

	@Override
	String failure() {
		return "Execution of Rabbit message listener failed";
	}

	@Test
	@FullRunOnly
	void givesABatchASpanLinkedToEachProducer(CapturedOutput output) throws Exception {
		RunningApplication application = startAlone(Boots.class);
		sendBatch("ok");
		SpanData span = Batches.span(application);
		JsonNode line = line(Batches.message(), 1, output);
		assertThat(line.at("/trace/id").asString("")).isEqualTo(span.getTraceId());
		assertThat(line.at("/span/id").asString("")).isEqualTo(span.getSpanId());
		assertThat(span.getName()).isEqualTo("batches process");
		assertThat(Batches.isError(span)).isFalse();
	}

	@Test
	@FullRunOnly
	void givesTheErrorHandlerOfABatchTheIds(CapturedOutput output) throws Exception {
		RunningApplication application = startAlone(Boots.class);
		sendBatch("fail");
		JsonNode line = line(failure(), 1, output);
		SpanData span = Batches.span(application);
		assertThat(Batches.isError(span)).isTrue();
		assertThat(line.at("/trace/id").asString("")).isEqualTo(span.getTraceId());
		JsonNode again = line("A batch of", 1, output);
		assertThat(again.at("/trace/id").asString("")).hasSize(32).isNotEqualTo(span.getTraceId());
	}

	@Test
	void takesAMessageWhoseHeadersAreNoText(CapturedOutput output) throws Exception {
		RunningApplication application = startAlone(Boots.class);
		publish("ways", MessageWay.RABBIT.name(), Map.of("traceparent", 17, "X-Request-Id", 17, "baggage", 17));
		JsonNode line = line(FarEnd.message(MessageWay.RABBIT), 1, output);
		assertThat(line.at("/trace/id").asString("")).hasSize(32);
		assertThat(line.at("/http/request/id").isMissingNode()).isTrue();
		assertThat(application.context().isRunning()).isTrue();
	}

	@Test
	@FullRunOnly
	void plainBootGivesABatchNothing(CapturedOutput output) throws Exception {
		RunningApplication application = startAlone(Boots.class, PLAIN);
		sendBatch("fail");
		assertThat(line(failure(), 1, output).at("/trace/id").isMissingNode()).isTrue();
		assertThat(line("A batch of", 1, output).at("/trace/id").isMissingNode()).isTrue();
		assertThat(application.bean(InMemorySpanExporter.class).getFinishedSpanItems())
			.noneMatch((span) -> span.getKind() == SpanKind.CONSUMER);
	}

	private static void sendBatch(String text) throws IOException, TimeoutException {
		for (String traceparent : Batches.TRACEPARENTS) {
			publish("batches", text, traceparent.isEmpty() ? Map.of() : Map.of("traceparent", traceparent));
		}
	}

	private static void publish(String queue, String text, Map<String, Object> headers)
			throws IOException, TimeoutException {
		com.rabbitmq.client.ConnectionFactory connections = new com.rabbitmq.client.ConnectionFactory();
		connections.setPort(broker.port());
		connections.setVirtualHost("default");
		try (Connection connection = connections.newConnection(); Channel channel = connection.createChannel()) {
			AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder().contentType("text/plain")
				.headers(headers)
				.build();
			channel.basicPublish("", queue, properties, text.getBytes(StandardCharsets.UTF_8));
		}
	}

	@Uses(Library.RABBITMQ)
	@UnsecuredApplication
	@Import({ Rabbit.class, Sending.class, ServedApplication.TenantFilter.class })
	static class Boots {

	}

	@Uses(Library.RABBITMQ)
	@UnsecuredApplication
	@EnableRabbit
	@Import({ Rabbit.class, Sending.class, ServedApplication.TenantFilter.class })
	static class ByHand {

		@Bean
		RabbitTemplate ownTemplate(ConnectionFactory connections) {
			return new RabbitTemplate(connections);
		}

		@Bean
		SimpleRabbitListenerContainerFactory rabbitListenerContainerFactory(ConnectionFactory connections) {
			SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();
			factory.setConnectionFactory(connections);
			return factory;
		}

	}

	static class Rabbit {

		@Bean
		static InMemorySpanExporter spans() {
			return InMemorySpanExporter.create();
		}

		@Bean
		Sender sender(RabbitTemplate template) {
			return (way) -> template.convertAndSend("ways", way.name());
		}

		@Bean
		static SimpleRabbitListenerContainerFactory batchFactory(ConnectionFactory connections) {
			SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();
			factory.setConnectionFactory(connections);
			factory.setBatchListener(true);
			factory.setConsumerBatchEnabled(true);
			factory.setBatchSize(Batches.TRACEPARENTS.size());
			factory.setReceiveTimeout(2_000L);
			return factory;
		}

		@RabbitListener(queuesToDeclare = @Queue("ways"))
		void receive(Message message) {
			MessageWay.valueOf(new String(message.getBody(), StandardCharsets.UTF_8))
				.receive(message.getMessageProperties().isRedelivered());
		}

		@RabbitListener(queuesToDeclare = @Queue("batches"), containerFactory = "batchFactory")
		void receive(List<Message> batch) {
			Message first = batch.get(0);
			boolean fail = new String(first.getBody(), StandardCharsets.UTF_8).equals("fail");
			Batches.receive(batch, fail && !first.getMessageProperties().isRedelivered());
		}

	}

}
