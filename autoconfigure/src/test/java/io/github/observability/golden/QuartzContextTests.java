package io.github.observability.golden;

import java.util.Date;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerBuilder;
import org.quartz.simpl.SimpleThreadPool;
import org.slf4j.MDC;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The MDC of a job, and of the thread that ran it.
 */
class QuartzContextTests {

	private static final BlockingQueue<Map<String, String>> lines = new LinkedBlockingQueue<>();

	private static final BlockingQueue<Map<String, String>> leftovers = new LinkedBlockingQueue<>();

	@BeforeEach
	void clear() {
		lines.clear();
		leftovers.clear();
	}

	@ParameterizedTest
	@ValueSource(strings = { "settle", "fail" })
	void hasATraceOfItsOwnAndLeavesTheThreadClean(String name) throws Exception {
		try (ConfigurableApplicationContext context = start()) {
			Scheduler scheduler = context.getBean(Scheduler.class);
			fire(scheduler, name, 1);
			Map<String, String> first = line();
			assertThat(first.get("traceId")).hasSize(32);
			assertThat(first.get("spanId")).hasSize(16);
			assertThat(leftovers.poll(20, TimeUnit.SECONDS)).isEmpty();
			fire(scheduler, name, 2);
			assertThat(line().get("traceId")).hasSize(32).isNotEqualTo(first.get("traceId"));
			assertThat(leftovers.poll(20, TimeUnit.SECONDS)).isEmpty();
		}
	}

	@Test
	void hasNoTraceInPlainBoot() throws Exception {
		try (ConfigurableApplicationContext context = start("--observability.golden.enabled=false")) {
			fire(context.getBean(Scheduler.class), "settle", 1);
			assertThat(line()).doesNotContainKeys("traceId", "spanId");
		}
	}

	/** Boot puts ids into the MDC from a listener of its own, which is no bean. */
	private static ConfigurableApplicationContext start(String... arguments) {
		return new SpringApplicationBuilder(QuartzApplication.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.run(arguments);
	}

	private static Map<String, String> line() throws InterruptedException {
		return lines.poll(20, TimeUnit.SECONDS);
	}

	private static void fire(Scheduler scheduler, String name, int number) throws SchedulerException {
		scheduler.scheduleJob(JobBuilder.newJob(Noting.class).withIdentity(name + number).build(),
				TriggerBuilder.newTrigger().startAt(new Date()).build());
	}

	private static Map<String, String> mdc() {
		Map<String, String> mdc = MDC.getCopyOfContextMap();
		return (mdc != null) ? mdc : Map.of();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ MetricsAutoConfiguration.class, ObservationAutoConfiguration.class,
			OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class,
			MicrometerTracingAutoConfiguration.class, WorkGoldenSignalsAutoConfiguration.class })
	static class QuartzApplication {

		@Bean
		SchedulerFactoryBean scheduler() {
			Properties properties = new Properties();
			properties.setProperty("org.quartz.threadPool.class", OneThread.class.getName());
			properties.setProperty("org.quartz.threadPool.threadCount", "1");
			properties.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
			SchedulerFactoryBean factory = new SchedulerFactoryBean();
			factory.setQuartzProperties(properties);
			factory.setSchedulerName("QuartzContextTests");
			factory.setWaitForJobsToCompleteOnShutdown(true);
			return factory;
		}

	}

	public static final class Noting implements Job {

		@Override
		public void execute(JobExecutionContext context) {
			lines.add(mdc());
			if (context.getJobDetail().getKey().getName().startsWith("fail")) {
				throw new IllegalStateException("failed on purpose");
			}
		}

	}

	/** Looks at the thread when Quartz is done with the job and its listeners. */
	public static final class OneThread extends SimpleThreadPool {

		@Override
		public boolean runInThread(Runnable job) {
			return super.runInThread(() -> {
				job.run();
				leftovers.add(mdc());
			});
		}

	}

}
