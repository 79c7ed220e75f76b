package io.github.observability.context.matrix;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.github.observability.testing.FullRunOnly;
import io.github.observability.testing.Library;
import io.github.observability.testing.RunningApplication;
import io.github.observability.testing.UnsecuredApplication;
import io.github.observability.testing.Uses;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.kafka.annotation.EnableKafka;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.event.ListenerContainerIdleEvent;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ways through a Kafka of its own.
 */
class KafkaWaysIntegrationTests extends AbstractMessageWays {

	private static final EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, 1, "ways", "batches");

	/**
	 * A consumer that seeks, as after each failure, waits until the fetch before ends.
	 */
	private static final String FETCH_WAIT = "spring.kafka.consumer.fetch-max-wait=20ms";

	@BeforeAll
	static void startBroker() {
		broker.brokerProperty("group.initial.rebalance.delay.ms", "0");
		broker.afterPropertiesSet();
	}

	@AfterAll
	static void stopBroker() {
		broker.destroy();
	}

	static Stream<MessageWay> ways() {
		return Stream.of(MessageWay.values())
			.filter((way) -> way.name().startsWith("KAFKA"))
			.sorted(Comparator.comparing(MessageWay::isByHand));
	}

	@Override
	Class<?> application(MessageWay way) {
		return way.isByHand() ? ByHand.class : Boots.class;
	}

	@Override
	String[] broker() {
		return new String[] { "spring.kafka.bootstrap-servers=" + broker.getBrokersAsString(),
				"spring.kafka.consumer.group-id=ways", FETCH_WAIT, "spring.kafka.consumer.auto-offset-reset=earliest",
				"spring.kafka.listener.idle-event-interval=50ms", "management.tracing.sampling.probability=1" };
	}

	@Override
	String failure() {
		return "exhausted for ways-0";
	}

	@Test
	@FullRunOnly
	void givesABatchASpanLinkedToEachProducer(CapturedOutput output) {
		RunningApplication application = startAlone(Boots.class);
		sendBatch("ok");
		application.bean(Kafka.class).startBatches();
		SpanData span = Batches.span(application);
		JsonNode line = line(Batches.message(), 1, output);
		assertThat(line.at("/trace/id").asString("")).isEqualTo(span.getTraceId());
		assertThat(line.at("/span/id").asString("")).isEqualTo(span.getSpanId());
		assertThat(span.getName()).isEqualTo("batches process");
		assertThat(Batches.isError(span)).isFalse();
		assertThat(application.bean(Kafka.class).idle()).isEmpty();
	}

	@Test
	@FullRunOnly
	void givesTheErrorHandlerOfABatchTheIds(CapturedOutput output) {
		RunningApplication application = startAlone(Boots.class);
		sendBatch("fail");
		application.bean(Kafka.class).startBatches();
		JsonNode line = line("Records discarded", 1, output);
		assertThat(Batches.isError(Batches.span(application))).isTrue();
		InMemorySpanExporter spans = application.bean(InMemorySpanExporter.class);
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(spans.getFinishedSpanItems()).extracting(SpanData::getTraceId)
				.contains(line.at("/trace/id").asString("")));
		assertThat(application.bean(Kafka.class).idle()).isEmpty();
	}

	@Test
	@FullRunOnly
	void plainBootGivesABatchNothing(CapturedOutput output) {
		RunningApplication application = startAlone(Boots.class, PLAIN);
		sendBatch("ok");
		sendBatch("fail");
		application.bean(Kafka.class).startBatches();
		assertThat(line("Records discarded", 1, output).at("/trace/id").isMissingNode()).isTrue();
		RunningApplication again = startAlone(Boots.class, PLAIN);
		sendBatch("ok");
		again.bean(Kafka.class).startBatches();
		assertThat(line(Batches.message(), 1, output).at("/trace/id").isMissingNode()).isTrue();
	}

	private static void sendBatch(String text) {
		try (KafkaProducer<String, String> producer = new KafkaProducer<>(
				Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.getBrokersAsString()), new StringSerializer(),
				new StringSerializer())) {
			for (String traceparent : Batches.TRACEPARENTS) {
				ProducerRecord<String, String> record = new ProducerRecord<>("batches", text);
				if (!traceparent.isEmpty()) {
					record.headers().add("traceparent", traceparent.getBytes(StandardCharsets.UTF_8));
				}
				producer.send(record);
			}
		}
	}

	@Uses(Library.KAFKA)
	@UnsecuredApplication
	@Import({ Kafka.class, Sending.class, ServedApplication.TenantFilter.class })
	static class Boots {

	}

	@Uses(Library.KAFKA)
	@UnsecuredApplication
	@EnableKafka
	@Import({ Kafka.class, Sending.class, ServedApplication.TenantFilter.class })
	static class ByHand {

		@Bean
		KafkaTemplate<String, String> ownTemplate(ProducerFactory<String, String> producers) {
			return new KafkaTemplate<>(producers);
		}

		@Bean
		ConcurrentKafkaListenerContainerFactory<String, String> kafkaListenerContainerFactory(
				ConsumerFactory<String, String> consumers) {
			ConcurrentKafkaListenerContainerFactory<String, String> factory = new ConcurrentKafkaListenerContainerFactory<>();
			factory.setConsumerFactory(consumers);
			return factory;
		}

	}

	static class Kafka {

		private final KafkaListenerEndpointRegistry listeners;

		private final AtomicReference<Map<String, String>> idle = new AtomicReference<>();

		Kafka(KafkaListenerEndpointRegistry listeners) {
			this.listeners = listeners;
		}

		@Bean
		static InMemorySpanExporter spans() {
			return InMemorySpanExporter.create();
		}

		@Bean
		Sender sender(KafkaTemplate<String, String> template) {
			return (way) -> template.send("ways", way.name());
		}

		@KafkaListener(id = "ways", topics = "ways")
		void receive(String text) {
			MessageWay.valueOf(text).receive(false);
		}

		@KafkaListener(id = "batches", topics = "batches", batch = "true", autoStartup = "false")
		void receive(List<String> batch) {
			Batches.receive(batch, batch.contains("fail"));
		}

		@EventListener
		void idle(ListenerContainerIdleEvent event) {
			if (event.getListenerId().startsWith("batches")) {
				this.idle.set(Raw.mdc());
			}
		}

		void startBatches() {
			this.listeners.getListenerContainer("batches").start();
		}

		/**
		 * Return what the thread of the batch listener has in its MDC from now on, while
		 * nothing is there to listen to.
		 */
		Map<String, String> idle() {
			this.idle.set(null);
			return Awaitility.await().atMost(Duration.ofSeconds(30)).until(this.idle::get, (mdc) -> mdc != null);
		}

	}

}
