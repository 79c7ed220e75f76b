package io.github.observability.slo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.observability.DaemonScheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Reports objectives without events: an objective with a misspelled route would seem to
 * be met forever.
 */
final class SloAppearance implements SmartInitializingSingleton, DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(SloAppearance.class);

	private final SloEvents events;

	private final boolean strict;

	private final Duration unseenAfter;

	private final @Nullable MappedRoutes<?> routes;

	private final DaemonScheduler scheduler = new DaemonScheduler("observability-slo");

	SloAppearance(SloEvents events, boolean strict, Duration unseenAfter, @Nullable MappedRoutes<?> routes) {
		this.events = events;
		this.strict = strict;
		this.unseenAfter = unseenAfter;
		this.routes = routes;
	}

	/**
	 * Return why an objective has no events.
	 * @param slo the objective
	 * @return the reason, {@code null} if there was an event
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
			return "there was no request for " + slo.source().description();
		}
		return (slo.source() instanceof SloSource.BusinessEvents)
				? "no events were counted by " + slo.source().description()
				: "there was no " + slo.source().description();
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
		this.scheduler.once(this::report, this.unseenAfter);
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
			logger.warn("Objectives of '{}.objectives' without an event {} s after the start: {}", SloProperties.PREFIX,
					this.unseenAfter.toSeconds(), String.join("; ", problems));
		}
	}

	@Override
	public void destroy() {
		this.scheduler.stop();
	}

}
