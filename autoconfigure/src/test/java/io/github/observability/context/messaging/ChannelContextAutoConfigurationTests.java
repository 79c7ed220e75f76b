package io.github.observability.context.messaging;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

import io.github.observability.context.ContextAutoConfiguration;
import io.github.observability.context.executor.ExecutorContextAutoConfiguration;
import io.micrometer.context.ContextRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.channel.DirectChannel;
import org.springframework.integration.channel.ExecutorChannel;
import org.springframework.integration.channel.PriorityChannel;
import org.springframework.integration.channel.PublishSubscribeChannel;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.config.GlobalChannelInterceptor;
import org.springframework.integration.endpoint.PollingConsumer;
import org.springframework.integration.store.MessageGroupQueue;
import org.springframework.integration.store.SimpleMessageStore;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.SubscribableChannel;
import org.springframework.messaging.support.ChannelInterceptor;
import org.springframework.messaging.support.ErrorMessage;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.support.PeriodicTrigger;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Channels of Spring Integration. The trace and the request id are tested with the other
 * ways of the context.
 */
class ChannelContextAutoConfigurationTests {

	private static final String KEY = ChannelContextAutoConfigurationTests.class.getName();

	private static final ThreadLocal<String> current = new ThreadLocal<>();

	private final ExecutorService pool = Executors.newSingleThreadExecutor();

	private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ContextAutoConfiguration.class, ExecutorContextAutoConfiguration.class,
				MessagingContextAutoConfiguration.class))
		.withPropertyValues("observability.context.mdc-keys=tenant")
		.withUserConfiguration(Integration.class)
		.withBean("threads", ExecutorServiceHolder.class, () -> new ExecutorServiceHolder(this.pool));

	@BeforeEach
	void start() {
		ContextRegistry.getInstance().registerThreadLocalAccessor(KEY, current);
		current.set("mine");
		MDC.put("tenant", "acme");
	}

	@AfterEach
	void stop() {
		this.pool.shutdownNow();
		current.remove();
		MDC.remove("tenant");
		ContextRegistry.getInstance().removeThreadLocalAccessor(KEY);
	}

	@ParameterizedTest
	@ValueSource(strings = { "executing", "publishing" })
	void carriesThroughExecutors(String channel) {
		this.runner.run((context) -> {
			SubscribableChannel subscribable = context.getBean(channel, SubscribableChannel.class);
			subscribable.subscribe(note());
			subscribable.send(new GenericMessage<>("ride"));
			assertThat(next()).isEqualTo("ride mine acme");
			assertThat(this.pool.submit(ChannelContextAutoConfigurationTests::context).get()).isEqualTo("null null");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "queue", "priority" })
	void carriesThroughQueues(String channel) {
		this.runner.run((context) -> {
			MessageChannel queue = context.getBean(channel, MessageChannel.class);
			queue.send(new GenericMessage<>("ride"));
			withoutContext(() -> queue.send(new GenericMessage<>("bare")));
			PollingConsumer poller = poll(context, channel);
			assertThat(next()).isEqualTo("ride mine acme");
			assertThat(next()).isEqualTo("bare null null");
			assertThat(onPoller(context)).containsExactly("null null", "null null");
			poller.stop();
		});
	}

	@Test
	void leavesThePollerCleanAfterAFailure() {
		this.runner.run((context) -> {
			QueueChannel queue = context.getBean("queue", QueueChannel.class);
			queue.send(new GenericMessage<>("fail"));
			PollingConsumer poller = poll(context, "queue");
			assertThat(next()).isEqualTo("fail mine acme");
			assertThat(onPoller(context)).containsExactly("null null", "null null");
		});
	}

	@Test
	void handlesAFailureWithTheContextAndLeavesTheObservationOfTheSender() {
		ObservationRegistry registry = ObservationRegistry.create();
		BlockingQueue<Observation.Context> stopped = new LinkedBlockingQueue<>();
		registry.observationConfig().observationHandler(new ObservationHandler<>() {

			@Override
			public void onStop(Observation.Context context) {
				stopped.add(context);
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
		this.runner.run((context) -> {
			context.getBean("errorChannel", PublishSubscribeChannel.class)
				.subscribe((message) -> this.seen
					.add("handled " + context() + " " + (registry.getCurrentObservation() != null)));
			ExecutorChannel channel = context.getBean("executing", ExecutorChannel.class);
			channel.subscribe(note());
			Observation request = Observation.start("request", registry);
			request.scoped(() -> channel.send(new GenericMessage<>("fail")));
			assertThat(next()).isEqualTo("fail mine acme");
			assertThat(next()).isEqualTo("handled mine acme true");
			assertThat(this.pool.submit(registry::getCurrentObservationScope).get()).isNull();
			assertThat(stopped).isEmpty();
			assertThat(request.getContext().getError()).isNull();
			request.stop();
		});
	}

	@Test
	void callsTheErrorHandlerOfTheUsers() {
		this.runner.withBean("own", PublishSubscribeChannel.class, () -> {
			PublishSubscribeChannel channel = new PublishSubscribeChannel(this.pool);
			channel.setErrorHandler((failure) -> this.seen.add("own " + context()));
			return channel;
		}).run((context) -> {
			PublishSubscribeChannel channel = context.getBean("own", PublishSubscribeChannel.class);
			channel.subscribe(note());
			channel.send(new GenericMessage<>("fail"));
			assertThat(next()).isEqualTo("fail mine acme");
			assertThat(next()).isEqualTo("own mine acme");
		});
	}

	@Test
	void leavesTheInterceptorsOfTheUsers() {
		this.runner.withUserConfiguration(OwnInterceptor.class).run((context) -> {
			assertThat(context.getBean("queue", QueueChannel.class).getInterceptors()).hasSize(2)
				.last()
				.isInstanceOf(QueueChannelInterceptor.class);
			QueueChannel queue = context.getBean("queue", QueueChannel.class);
			GenericMessage<String> message = new GenericMessage<>("ride");
			queue.send(message);
			assertThat(context.getBean(OwnInterceptor.Noting.class).sent).isSameAs(message);
		});
	}

	@Test
	void givesWhoeverReceivesAnEqualMessage() {
		this.runner.run((context) -> {
			QueueChannel queue = context.getBean("queue", QueueChannel.class);
			GenericMessage<String> message = new GenericMessage<>("ride");
			ErrorMessage error = new ErrorMessage(new IllegalStateException(), message);
			queue.send(message);
			queue.send(error);
			Message<?> received = queue.receive(0);
			assertThat(received).isEqualTo(message).hasSameHashCodeAs(message);
			assertThat(message).isEqualTo(received);
			assertThat(written(received)).isExactlyInstanceOf(GenericMessage.class).isEqualTo(message);
			Message<?> receivedError = queue.receive(0);
			assertThat(receivedError).isInstanceOf(ErrorMessage.class).isEqualTo(error);
			assertThat(((ErrorMessage) receivedError).getOriginalMessage()).isSameAs(message);
		});
	}

	@Test
	void leavesDirectChannelsAndStores() {
		this.runner.run((context) -> {
			assertThat(context.getBean("direct", DirectChannel.class).getInterceptors()).isEmpty();
			assertThat(context.getBean("stored", QueueChannel.class).getInterceptors()).isEmpty();
			assertThat(context.getBean("executing", ExecutorChannel.class).getInterceptors()).isEmpty();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "observability.context.enabled", "observability.context.messaging.enabled" })
	void losesTheContextWhenDisabled(String property) {
		this.runner.withPropertyValues(property + "=false").run((context) -> {
			for (String channel : new String[] { "executing", "publishing" }) {
				SubscribableChannel subscribable = context.getBean(channel, SubscribableChannel.class);
				subscribable.subscribe(note());
				subscribable.send(new GenericMessage<>("ride"));
				assertThat(next()).as(channel).isEqualTo("ride null null");
			}
			context.getBean("queue", QueueChannel.class).send(new GenericMessage<>("ride"));
			PollingConsumer poller = poll(context, "queue");
			assertThat(next()).isEqualTo("ride null null");
			poller.stop();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.integration", "io.micrometer.context" })
	void startsWithout(String absent) {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ContextAutoConfiguration.class,
					ExecutorContextAutoConfiguration.class, MessagingContextAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(absent))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("queueChannelContextInterceptor")
				.doesNotHaveBean("channelExecutorPostProcessor"));
	}

	private MessageHandler note() {
		return (message) -> {
			this.seen.add(message.getPayload() + " " + context());
			if (message.getPayload().equals("fail")) {
				throw new IllegalStateException("failed on purpose");
			}
		};
	}

	private PollingConsumer poll(ApplicationContext context, String channel) throws InterruptedException {
		PollingConsumer poller = new PollingConsumer(context.getBean(channel, QueueChannel.class), note());
		poller.setBeanFactory(context);
		poller.setTaskScheduler(context.getBean("taskScheduler", TaskScheduler.class));
		poller.setTrigger(new PeriodicTrigger(Duration.ofMillis(10)));
		poller.setReceiveTimeout(0);
		poller.afterPropertiesSet();
		withoutContext(poller::start);
		return poller;
	}

	private static void withoutContext(Runnable task) throws InterruptedException {
		Thread thread = new Thread(task);
		thread.start();
		thread.join();
	}

	/** The run that may be going on, and the next one. */
	private static List<String> onPoller(ApplicationContext context) throws InterruptedException {
		BlockingQueue<String> after = context.getBean(OneThread.class).after;
		after.clear();
		List<String> runs = new ArrayList<>();
		runs.add(after.poll(20, TimeUnit.SECONDS));
		runs.add(after.poll(20, TimeUnit.SECONDS));
		return runs;
	}

	private static Object written(Object message) throws Exception {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
			out.writeObject(message);
		}
		try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
			return in.readObject();
		}
	}

	private String next() throws InterruptedException {
		return this.seen.poll(20, TimeUnit.SECONDS);
	}

	private static String context() {
		return current.get() + " " + MDC.get("tenant");
	}

	/** A pool that is not a bean. */
	record ExecutorServiceHolder(ExecutorService pool) {
	}

	@Configuration(proxyBeanMethods = false)
	@EnableIntegration
	static class Integration {

		@Bean
		ExecutorChannel executing(ExecutorServiceHolder threads) {
			return new ExecutorChannel(threads.pool());
		}

		@Bean
		PublishSubscribeChannel publishing(ExecutorServiceHolder threads) {
			return new PublishSubscribeChannel(threads.pool());
		}

		@Bean
		QueueChannel queue() {
			return new QueueChannel();
		}

		@Bean
		PriorityChannel priority() {
			return new PriorityChannel();
		}

		@Bean
		QueueChannel stored() {
			return new QueueChannel(new MessageGroupQueue(new SimpleMessageStore(), "rides"));
		}

		@Bean
		DirectChannel direct() {
			return new DirectChannel();
		}

		@Bean
		OneThread taskScheduler() {
			return new OneThread();
		}

	}

	/** Looks at its thread when it is done with a task. */
	private static final class OneThread extends ThreadPoolTaskScheduler {

		private final transient BlockingQueue<String> after = new LinkedBlockingQueue<>();

		@Override
		protected ScheduledExecutorService createExecutor(int poolSize, ThreadFactory threadFactory,
				RejectedExecutionHandler handler) {
			return new ScheduledThreadPoolExecutor(1, threadFactory, handler) {

				@Override
				protected void afterExecute(Runnable task, Throwable failure) {
					OneThread.this.after.add(context());
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnInterceptor {

		@Bean
		@GlobalChannelInterceptor(patterns = "queue")
		Noting noting() {
			return new Noting();
		}

		static class Noting implements ChannelInterceptor {

			private Message<?> sent;

			@Override
			public Message<?> preSend(Message<?> message, MessageChannel channel) {
				this.sent = message;
				return message;
			}

		}

	}

}
