package io.github.observability.golden;

import java.util.Locale;

import io.github.observability.LogOnce;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.listeners.JobListenerSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;

/**
 * Observes the jobs of a Quartz scheduler as Spring observes {@code @Scheduled} methods.
 * Quartz runs a job and its listeners on one thread.
 */
final class QuartzJobListener extends JobListenerSupport {

	private static final String RUN = Run.class.getName();

	private final ObservationRegistry registry;

	private final RecordingFaults faults;

	/** A listener that fails between start and end lets Quartz drop the run. */
	private final ThreadLocal<Run> current = new ThreadLocal<>();

	QuartzJobListener(ObservationRegistry registry, RecordingFaults faults) {
		this.registry = registry;
		this.faults = faults;
	}

	@Override
	public String getName() {
		return QuartzJobListener.class.getName();
	}

	@Override
	public void jobToBeExecuted(JobExecutionContext context) {
		try {
			replaceAbandoned(context);
		}
		catch (RuntimeException | LinkageError | AssertionError | StackOverflowError ex) {
			this.faults.report(GoldenMeter.QUARTZ_JOBS.getName(), ex);
		}
	}

	private void replaceAbandoned(JobExecutionContext context) {
		Run abandoned = this.current.get();
		try {
			if (abandoned != null) {
				end(abandoned);
			}
		}
		finally {
			begin(context);
		}
	}

	private void begin(JobExecutionContext context) {
		Class<?> type = context.getJobDetail().getJobClass();
		Observation observation = Observation.createNotStarted(GoldenMeter.QUARTZ_JOBS.getName(), this.registry)
			.contextualName("job " + name(type))
			.lowCardinalityKeyValue(GoldenTag.CODE_NAMESPACE.asString(), type.getName())
			.lowCardinalityKeyValue(GoldenTag.CODE_FUNCTION.asString(), "execute")
			.lowCardinalityKeyValue(GoldenTag.OUTCOME.asString(), "UNKNOWN")
			.lowCardinalityKeyValue(GoldenTag.EXCEPTION.asString(), KeyValue.NONE_VALUE)
			.highCardinalityKeyValue("quartz.job.key", context.getJobDetail().getKey().toString())
			.highCardinalityKeyValue("quartz.trigger.key", context.getTrigger().getKey().toString())
			.start();
		Run run = new Run(observation, observation.openScope());
		context.put(RUN, run);
		this.current.set(run);
	}

	private static String name(Class<?> type) {
		return type.getSimpleName().toLowerCase(Locale.ROOT);
	}

	@Override
	public void jobWasExecuted(JobExecutionContext context, @Nullable JobExecutionException failure) {
		if (!(context.get(RUN) instanceof Run run)) {
			return;
		}
		try {
			end(run, failure);
		}
		catch (RuntimeException | LinkageError | AssertionError | StackOverflowError ex) {
			this.faults.report(GoldenMeter.QUARTZ_JOBS.getName(), ex);
		}
	}

	private void end(Run run, @Nullable JobExecutionException failure) {
		try {
			settle(run.observation(), failure);
		}
		finally {
			end(run);
		}
	}

	private static void settle(Observation observation, @Nullable JobExecutionException failure) {
		if (failure == null) {
			observation.lowCardinalityKeyValue(GoldenTag.OUTCOME.asString(), "SUCCESS");
			return;
		}
		Throwable cause = cause(failure);
		observation.lowCardinalityKeyValue(GoldenTag.OUTCOME.asString(), "ERROR");
		observation.lowCardinalityKeyValue(GoldenTag.EXCEPTION.asString(), cause.getClass().getSimpleName());
		observation.error(cause);
	}

	private void end(Run run) {
		this.current.remove();
		try {
			run.scope().close();
		}
		finally {
			run.observation().stop();
		}
	}

	/**
	 * Return the exception of the job. Quartz wraps it, and an {@link Error} twice.
	 */
	private static Throwable cause(Throwable failure) {
		Throwable cause = failure;
		while (cause.getClass().getName().startsWith("org.quartz.") && cause.getCause() != null
				&& cause.getCause() != cause) {
			cause = cause.getCause();
		}
		return cause;
	}

	private record Run(Observation observation, Observation.Scope scope) {
	}

	/**
	 * Adds the listener to schedulers, whoever creates them. A factory bean has its
	 * scheduler, not started yet, when it is initialized.
	 */
	static final class SchedulerPostProcessor implements BeanPostProcessor {

		private static final Logger logger = LoggerFactory.getLogger(SchedulerPostProcessor.class);

		private final ObjectProvider<ObservationRegistry> registry;

		private final ObjectProvider<RecordingFaults> faults;

		private final LogOnce warning = new LogOnce(logger);

		SchedulerPostProcessor(ObjectProvider<ObservationRegistry> registry, ObjectProvider<RecordingFaults> faults) {
			this.registry = registry;
			this.faults = faults;
		}

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			if (bean instanceof Scheduler scheduler) {
				observe(scheduler, beanName);
			}
			else if (bean instanceof SchedulerFactoryBean factory) {
				observe(factory.getScheduler(), beanName);
			}
			return bean;
		}

		private void observe(Scheduler scheduler, String beanName) {
			try {
				// A listener of the same name replaces the one that is there.
				scheduler.getListenerManager()
					.addJobListener(new QuartzJobListener(this.registry.getObject(), this.faults.getObject()));
			}
			catch (SchedulerException ex) {
				this.warning.warn("Jobs of the scheduler '{}' are not observed", beanName, ex);
			}
		}

	}

}
