package io.github.observability.golden;

import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.listeners.JobListenerSupport;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Jobs on a single thread of a scheduler.
 */
class QuartzJobListenerTests {

	private static final BlockingQueue<Boolean> observed = new LinkedBlockingQueue<>();

	private static final ObservationRegistry registry = ObservationRegistry.create();

	private final BlockingQueue<Observation.Context> stopped = new LinkedBlockingQueue<>();

	private volatile boolean faulty;

	private Scheduler scheduler;

	@BeforeEach
	void start() throws SchedulerException {
		registry.observationConfig().observationHandler(new StoppedHandler());
		observed.clear();
		Properties properties = new Properties();
		properties.setProperty("org.quartz.threadPool.threadCount", "1");
		properties.setProperty("org.quartz.scheduler.instanceName", "QuartzJobListenerTests");
		properties.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
		this.scheduler = new StdSchedulerFactory(properties).getScheduler();
		this.scheduler.getListenerManager().addJobListener(new QuartzJobListener(registry, new RecordingFaults()));
		this.scheduler.start();
	}

	@AfterEach
	void stop() throws SchedulerException {
		this.scheduler.shutdown(true);
		// The handlers of all tests stay in the registry.
		this.faulty = false;
	}

	@Test
	void observesAJobWhileItRuns() throws Exception {
		fire("settle");
		assertThat(observed.poll(20, TimeUnit.SECONDS)).isTrue();
		Observation.Context context = this.stopped.poll(20, TimeUnit.SECONDS);
		assertThat(context.getContextualName()).isEqualTo("job noting");
		assertThat(context.getParentObservation()).isNull();
		assertThat(context.getLowCardinalityKeyValue("code.namespace").getValue()).isEqualTo(Noting.class.getName());
		assertThat(context.getHighCardinalityKeyValue("quartz.job.key").getValue()).isEqualTo("DEFAULT.settle");
	}

	@Test
	void endsWhatQuartzDropped() throws Exception {
		this.scheduler.getListenerManager().addJobListener(new FailingListener());
		fire("dropped");
		fire("settle");
		assertThat(observed.poll(20, TimeUnit.SECONDS)).isTrue();
		assertThat(this.stopped.poll(20, TimeUnit.SECONDS).getHighCardinalityKeyValue("quartz.job.key").getValue())
			.isEqualTo("DEFAULT.dropped");
		Observation.Context second = this.stopped.poll(20, TimeUnit.SECONDS);
		assertThat(second.getHighCardinalityKeyValue("quartz.job.key").getValue()).isEqualTo("DEFAULT.settle");
		assertThat(second.getParentObservation()).isNull();
	}

	@Test
	void endsAJobWhoseScopeCannotBeClosed() throws Exception {
		this.faulty = true;
		fire("first");
		assertThat(this.stopped.poll(20, TimeUnit.SECONDS).getHighCardinalityKeyValue("quartz.job.key").getValue())
			.isEqualTo("DEFAULT.first");
		fire("second");
		assertThat(this.stopped.poll(20, TimeUnit.SECONDS).getHighCardinalityKeyValue("quartz.job.key").getValue())
			.isEqualTo("DEFAULT.second");
	}

	private void fire(String name) throws SchedulerException {
		this.scheduler.scheduleJob(JobBuilder.newJob(Noting.class).withIdentity(name).build(),
				TriggerBuilder.newTrigger().withPriority(name.equals("dropped") ? 10 : 1).startNow().build());
	}

	public static final class Noting implements Job {

		@Override
		public void execute(JobExecutionContext context) {
			observed.add(registry.getCurrentObservation() != null);
		}

	}

	private static final class FailingListener extends JobListenerSupport {

		@Override
		public String getName() {
			return "failing";
		}

		@Override
		public void jobToBeExecuted(JobExecutionContext context) {
			if (context.getJobDetail().getKey().equals(JobKey.jobKey("dropped"))) {
				throw new IllegalStateException("a listener fails");
			}
		}

	}

	private final class StoppedHandler implements ObservationHandler<Observation.Context> {

		@Override
		public void onScopeClosed(Observation.Context context) {
			if (QuartzJobListenerTests.this.faulty) {
				throw new IllegalStateException("a scope fails");
			}
		}

		@Override
		public void onStop(Observation.Context context) {
			QuartzJobListenerTests.this.stopped.add(context);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
