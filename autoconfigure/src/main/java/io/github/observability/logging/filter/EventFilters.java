package io.github.observability.logging.filter;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import io.github.observability.LogOnce;
import io.github.observability.logging.StructuredArgumentReader;
import io.github.observability.logging.delivery.LoggingContextListeners;
import io.github.observability.logging.delivery.ResetListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

import org.springframework.beans.factory.DisposableBean;

/**
 * The {@link EventFilter event filters} of the application as one {@link TurboFilter}:
 * Logback asks a single one without allocating. It returns after a reset of the logging
 * context, which a Logback file that is read again causes.
 */
final class EventFilters extends TurboFilter implements ResetListener, DisposableBean {

	private final LogOnce failure = new LogOnce(LoggerFactory.getLogger(EventFilters.class));

	private final EventFilter[] filters;

	private final @Nullable LoggerContext context;

	EventFilters(List<EventFilter> filters) {
		this.filters = filters.toArray(EventFilter[]::new);
		this.context = (this.filters.length != 0 && LoggerFactory.getILoggerFactory() instanceof LoggerContext present)
				? present : null;
		if (this.context != null) {
			setName(EventFilters.class.getSimpleName());
			setContext(this.context);
			start();
			LoggingContextListeners.add(this.context, this);
			this.context.addTurboFilter(this);
		}
	}

	@Override
	public void destroy() {
		if (this.context != null) {
			LoggingContextListeners.remove(this.context, this);
			this.context.getTurboFilterList().remove(this);
		}
	}

	@Override
	public FilterReply decide(@Nullable Marker marker, Logger logger, Level level, @Nullable String format,
			Object @Nullable [] params, @Nullable Throwable t) {
		return decide(logger, level, format, (t != null) ? t : throwable(params),
				(marker != null) ? withMarker(List.of(), marker) : List.of());
	}

	@Override
	public FilterReply decide(Logger logger, org.slf4j.event.LoggingEvent event) {
		Throwable throwable = event.getThrowable();
		List<KeyValuePair> pairs = event.getKeyValuePairs();
		return decide(logger, Level.convertAnSLF4JLevel(event.getLevel()), event.getMessage(),
				(throwable != null) ? throwable : throwable(event.getArgumentArray()),
				withMarkers((pairs != null) ? pairs : List.of(), event.getMarkers()));
	}

	private static List<KeyValuePair> withMarkers(List<KeyValuePair> pairs, @Nullable List<Marker> markers) {
		List<KeyValuePair> all = pairs;
		if (markers != null) {
			for (Marker marker : markers) {
				all = withMarker(all, marker);
			}
		}
		return all;
	}

	private static List<KeyValuePair> withMarker(List<KeyValuePair> pairs, Marker marker) {
		return StructuredArgumentReader.mayBeStructured(marker) ? new MarkedPairs(pairs, marker) : pairs;
	}

	private FilterReply decide(Logger logger, Level level, @Nullable String template, @Nullable Throwable throwable,
			List<KeyValuePair> pairs) {
		for (EventFilter filter : this.filters) {
			FilterReply reply = reply(filter, logger, level, template, throwable, pairs);
			if (reply != FilterReply.NEUTRAL) {
				return reply;
			}
		}
		return FilterReply.NEUTRAL;
	}

	private FilterReply reply(EventFilter filter, Logger logger, Level level, @Nullable String template,
			@Nullable Throwable throwable, List<KeyValuePair> pairs) {
		try {
			return filter.decide(logger, level, template, throwable, pairs);
		}
		catch (RuntimeException | LinkageError | AssertionError | StackOverflowError ex) {
			this.failure.warn("A filter of log events failed; the event is logged. Further failures are not logged",
					ex);
			return FilterReply.NEUTRAL;
		}
	}

	/**
	 * SLF4J takes the last argument for an exception only when it formats the message.
	 */
	private static @Nullable Throwable throwable(Object @Nullable [] arguments) {
		return (arguments != null && arguments.length != 0
				&& arguments[arguments.length - 1] instanceof Throwable throwable) ? throwable : null;
	}

	@Override
	public void onReset(LoggerContext context) {
		if (!context.getTurboFilterList().contains(this)) {
			context.addTurboFilter(this);
		}
	}

	/**
	 * Pairs and those of a marker, which are read only if a filter asks for them: most
	 * events are decided without.
	 */
	private static final class MarkedPairs extends AbstractList<KeyValuePair> {

		private final List<KeyValuePair> pairs;

		private final Marker marker;

		private @Nullable List<KeyValuePair> all;

		MarkedPairs(List<KeyValuePair> pairs, Marker marker) {
			this.pairs = pairs;
			this.marker = marker;
		}

		private List<KeyValuePair> all() {
			List<KeyValuePair> known = this.all;
			if (known == null) {
				known = new ArrayList<>(this.pairs);
				known.addAll(StructuredArgumentReader.pairs(this.marker));
				this.all = known;
			}
			return known;
		}

		@Override
		public KeyValuePair get(int index) {
			return all().get(index);
		}

		@Override
		public int size() {
			return all().size();
		}

	}

}
