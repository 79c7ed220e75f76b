package io.github.observability.golden;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.observability.testing.Library;
import io.github.observability.testing.RunningApplication;
import io.github.observability.testing.UnsecuredApplication;
import io.github.observability.testing.Uses;
import io.micrometer.core.instrument.Timer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.util.backoff.FixedBackOff;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What else than requests a service works off has traffic, errors and latency in the same
 * buckets.
 */
class WorkGoldenSignalsIntegrationTests {

	private static final List<String> BUCKETS = List.of("0.001", "0.005", "0.01", "0.05", "0.1", "0.5", "1.0", "5.0",
			"+Inf");

	@Test
	void recordsScheduledTasks() {
		try (RunningApplication application = RunningApplication.start(ScheduledApplication.class,
				"spring.main.banner-mode=off")) {
			Tasks tasks = application.bean(Tasks.class);
			// Runs that have ended are recorded, one may be under way.
			Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
				assertThat(count(application, "tasks.scheduled.execution", "none")).isGreaterThan(3)
					.isBetween(tasks.runs.get() - 1L, tasks.runs.get() + 1L);
				assertThat(count(application, "tasks.scheduled.execution", "IllegalStateException")).isGreaterThan(3)
					.isBetween(tasks.failures.get() - 1L, tasks.failures.get() + 1L);
			});
			assertThat(Recorded.records(application, "tasks.scheduled.execution"))
				.allSatisfy((record) -> assertThat(record.tags()).containsKeys("code.function", "code.namespace"))
				.extracting((record) -> record.tags().get("outcome"))
				.containsExactlyInAnyOrder("SUCCESS", "ERROR");
			assertThat(buckets(application, "tasks_scheduled_execution_seconds_bucket", "error=\"none\""))
				.containsExactlyElementsOf(BUCKETS);
		}
	}

	@Test
	void recordsMessages() {
		try (RunningApplication application = RunningApplication.start(KafkaApplication.class,
				"spring.main.banner-mode=off")) {
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.until(() -> total(application, "spring.kafka.listener") == 3);
			assertThat(count(application, "spring.kafka.listener", "none")).isEqualTo(2);
			assertThat(Recorded.records(application, "spring.kafka.listener"))
				.extracting((record) -> record.tags().get("error"))
				.containsExactlyInAnyOrder("none", "IllegalStateException");
			assertThat(buckets(application, "spring_kafka_listener_seconds_bucket", "error=\"none\""))
				.containsExactlyElementsOf(BUCKETS);
		}
	}

	private static long total(RunningApplication application, String meter) {
		return Recorded.total(Recorded.records(application, meter));
	}

	private static long count(RunningApplication application, String meter, String error) {
		return application.meters().find(meter).tag("error", error).timers().stream().mapToLong(Timer::count).sum();
	}

	private static List<String> buckets(RunningApplication application, String name, String tag) {
		return application.get("/actuator/prometheus")
			.body()
			.lines()
			.filter((line) -> line.startsWith(name) && line.contains(tag))
			.map((line) -> line.replaceAll(".*le=\"([^\"]+)\".*", "$1"))
			.toList();
	}

	@UnsecuredApplication
	@EnableScheduling
	@Import(Tasks.class)
	static class ScheduledApplication {

	}

	static class Tasks {

		private final AtomicInteger runs = new AtomicInteger();

		private final AtomicInteger failures = new AtomicInteger();

		@Scheduled(fixedDelay = 20)
		void run() {
			this.runs.incrementAndGet();
		}

		@Scheduled(fixedDelay = 20)
		void fail() {
			this.failures.incrementAndGet();
			throw new IllegalStateException("a task fails");
		}

	}

	@Uses(Library.KAFKA)
	@UnsecuredApplication
	@Import({ Listener.class, Messages.class })
	static class KafkaApplication {

	}

	static class Listener {

		@KafkaListener(topics = "rides", groupId = "golden")
		void ride(String ride) {
			if (ride.equals("bad")) {
				throw new IllegalStateException("a listener fails");
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Messages {

		private static final TopicPartition PARTITION = new TopicPartition("rides", 0);

		@Bean
		ConsumerFactory<Object, Object> consumerFactory() {
			return new DefaultKafkaConsumerFactory<>(Map.of()) {

				@Override
				protected Consumer<Object, Object> createRawConsumer(Map<String, Object> configuration) {
					return consumer();
				}

			};
		}

		private static Consumer<Object, Object> consumer() {
			MockConsumer<Object, Object> consumer = new MockConsumer<>("earliest");
			consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
			consumer.schedulePollTask(() -> {
				consumer.rebalance(List.of(PARTITION));
				List<String> rides = List.of("first", "second", "bad");
				for (int i = 0; i < rides.size(); i++) {
					consumer.addRecord(new ConsumerRecord<>("rides", 0, i, "", rides.get(i)));
				}
			});
			return consumer;
		}

		@Bean
		DefaultErrorHandler errorHandler() {
			return new DefaultErrorHandler(new FixedBackOff(0, 0));
		}

		@Bean
		KafkaAdmin kafkaAdmin() {
			KafkaAdmin admin = new KafkaAdmin(Map.of());
			admin.setAutoCreate(false);
			admin.setClusterId("test");
			return admin;
		}

	}

}
