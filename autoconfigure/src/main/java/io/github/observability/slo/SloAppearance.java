package io.github.observability.slo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Tells whether what objectives are about ever appears: an objective with a misspelt
 * route would seem to be kept for ever.
 */
final class SloAppearance implements SmartInitializingSingleton, DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(SloAppearance.class);

	private final SloEvents events;

	private final boolean strict;

	private final Duration unseenAfter;

	private final @Nullable MappedRoutes routes;

	private @Nullable ScheduledExecutorService executor;

	SloAppearance(SloEvents events, boolean strict, Duration unseenAfter, @Nullable MappedRoutes routes) {
		this.events = events;
		this.strict = strict;
		this.unseenAfter = unseenAfter;
		this.routes = routes;
	}

	/**
	 * Tell what is wrong with an objective that no event was seen of.
	 * @param slo the objective
	 * @return what is wrong, {@code null} if there was an event
	 */
	@Nullable String problem(Slo slo) {
		SloCounts counts = this.events.counts().get(slo);
		if (counts == null || counts.isSeen()) {
			return null;
		}
		if (isUnmapped(slo)) {
			return "no handler is mapped to " + slo.source().description();
		}
		if (slo.source() instanceof SloSource.Requests) {
			return "there was no request to " + slo.source().description();
		}
		return (slo.source() instanceof SloSource.BusinessEvents)
				? "nothing was counted by " + slo.source().description() : "there was no " + slo.source().description();
	}

	private boolean isUnmapped(Slo slo) {
		return this.routes != null && slo.source() instanceof SloSource.Requests requests
				&& !this.routes.mayContain(requests);
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (this.events.counts().isEmpty()) {
			return;
		}
		if (this.strict) {
			this.events.counts().keySet().forEach(this::requireMapped);
		}
		// Ends with its only task.
		ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "observability-slo");
			thread.setDaemon(true);
			return thread;
		});
		executor.schedule(this::report, this.unseenAfter.toMillis(), TimeUnit.MILLISECONDS);
		executor.shutdown();
		this.executor = executor;
	}

	private void requireMapped(Slo slo) {
		if (isUnmapped(slo) && slo.source() instanceof SloSource.Requests requests) {
			throw new InvalidConfigurationPropertyValueException(
					SloProperties.PREFIX + ".objectives." + slo.name() + ".http.route", requests.route(),
					"No handler is mapped to " + requests.description() + ". Correct the route or the method, or set '"
							+ SloProperties.PREFIX + ".strict' to false.");
		}
	}

	private void report() {
		List<String> problems = new ArrayList<>();
		for (Slo slo : this.events.counts().keySet()) {
			String problem = problem(slo);
			if (problem != null) {
				problems.add(slo.name() + ": " + problem);
			}
		}
		if (!problems.isEmpty()) {
			logger.warn("Objectives of '{}.objectives' that saw no event within {} s of the start: {}",
					SloProperties.PREFIX, this.unseenAfter.toSeconds(), String.join("; ", problems));
		}
	}

	@Override
	public void destroy() {
		ScheduledExecutorService executor = this.executor;
		if (executor != null) {
			executor.shutdownNow();
		}
	}

}
