package io.github.observability.golden;

import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;

import io.github.observability.FrameworkField;
import io.github.observability.LogOnce;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationHandler.CompositeObservationHandler;
import io.micrometer.observation.ObservationPredicate;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.http.server.reactive.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.http.server.reactive.observation.ServerRequestObservationConvention;

/**
 * Counts failures of recording: a convention, filter or handler of the application that
 * threw an exception, for example. What was to be recorded goes on.
 */
final class RecordingFaults {

	private static final Logger logger = LoggerFactory.getLogger(RecordingFaults.class);

	private final LongAdder count = new LongAdder();

	private final LogOnce warning = new LogOnce(logger);

	void report(@Nullable String observation, Throwable fault) {
		this.count.increment();
		this.warning.warn(
				"'{}' could not be recorded as it should be; further failures are counted by '{}' and not logged",
				observation, GoldenMeter.DROPPED.getName(), fault);
	}

	double count() {
		return this.count.sum();
	}

	/**
	 * Keeps a handler, filter or predicate of the application that throws from what is
	 * being observed, and from all other handlers. Micrometer lets it do both: WebFlux
	 * would fail the request, and a request would stay in flight forever. What
	 * Micrometer, Spring and the starter register is called directly.
	 */
	static final class Guard implements SmartInitializingSingleton {

		private static final List<String> TRUSTED = List.of("io.micrometer.", "org.springframework.");

		private static final @Nullable CodeSource STARTER = codeSource(RecordingFaults.class);

		private final ObjectProvider<ObservationRegistry> registries;

		private final RecordingFaults faults;

		private final LogOnce warning = new LogOnce(logger);

		Guard(ObjectProvider<ObservationRegistry> registries, RecordingFaults faults) {
			this.registries = registries;
			this.faults = faults;
		}

		@Override
		public void afterSingletonsInstantiated() {
			this.registries.stream().map(ObservationRegistry::observationConfig).forEach((config) -> {
				replace(FrameworkField.OBSERVATION_HANDLERS, config,
						(each) -> isForeign(each) ? new Handler((ObservationHandler<?>) each, this.faults) : each);
				replace(FrameworkField.OBSERVATION_FILTERS, config,
						(each) -> isForeign(each) ? new Filter((ObservationFilter) each, this.faults) : each);
				replace(FrameworkField.OBSERVATION_PREDICATES, config,
						(each) -> isForeign(each) ? new Predicate((ObservationPredicate) each, this.faults) : each);
			});
		}

		private void replace(FrameworkField field, Object config, UnaryOperator<Object> guard) {
			try {
				List<Object> registered = registered(field, config);
				if (registered != null) {
					registered.replaceAll(guard);
				}
			}
			catch (RuntimeException ex) {
				this.warning.warn("A handler or filter of observations that throws may fail what is being observed",
						ex);
			}
		}

		@SuppressWarnings("unchecked")
		private static @Nullable List<Object> registered(FrameworkField field, Object config) {
			return field.read(config, List.class);
		}

		static boolean isForeign(Object telemetry) {
			if (telemetry instanceof CompositeObservationHandler composite) {
				return composite.getHandlers().stream().anyMatch(Guard::isForeign);
			}
			Class<?> type = telemetry.getClass();
			if (TRUSTED.stream().anyMatch(type.getName()::startsWith)) {
				return false;
			}
			CodeSource source = codeSource(type);
			return source == null || !source.equals(STARTER);
		}

		/** An application may have a package of the starter's name. */
		private static @Nullable CodeSource codeSource(Class<?> type) {
			ProtectionDomain domain = type.getProtectionDomain();
			return (domain != null) ? domain.getCodeSource() : null;
		}

		/**
		 * A handler that does not throw.
		 */
		private static final class Handler implements ObservationHandler<Observation.Context> {

			private final ObservationHandler<Observation.Context> delegate;

			private final RecordingFaults faults;

			@SuppressWarnings("unchecked")
			Handler(ObservationHandler<?> delegate, RecordingFaults faults) {
				this.delegate = (ObservationHandler<Observation.Context>) delegate;
				this.faults = faults;
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				try {
					return this.delegate.supportsContext(context);
				}
				catch (RuntimeException | LinkageError | AssertionError | StackOverflowError ex) {
					this.faults.report(context.getName(), ex);
					return false;
				}
			}

			@Override
			public void onStart(Observation.Context context) {
				try {
					this.delegate.onStart(context);
				}
				catch (RuntimeException | LinkageError | AssertionError | StackOverflowError ex) {
					this.faults.report(context.getName(), ex);
				}
			}

			@Override
			public void onError(Observation.Context context) {
				try {
					this.delegate.onError(context);
				}
				catch (RuntimeException | LinkageError | AssertionError | StackOverflowError ex) {
					this.faults.report(context.getName(), ex);
				}
			}

			@Override
			public void onEvent(Observation.Event event, Observation.Context context) {
				try {
					this.delegate.onEvent(event, context);
				}
				catch (RuntimeException | LinkageError | AssertionError | StackOverflowError ex) {
					this.faults.report(context.getName(), ex);
				}
			}

			@Override
			public void onScopeOpened(Observation.Context context) {
				try {
					this.delegate.onScopeOpened(context);
				}
				catch (RuntimeException | LinkageError | AssertionError | StackOverflowError ex) {
					this.faults.report(context.getName(), ex);
				}
			}

			@Override
			public void onScopeClosed(Observation.Context context) {
				try {
					this.delegate.onScopeClosed(context);
				}
				catch (RuntimeException | LinkageError | AssertionError | StackOverflowError ex) {
					this.faults.report(context.getName(), ex);
				}
			}

			@Override
			@SuppressWarnings("deprecation")
			public void onScopeReset(Observation.Context context) {
				try {
					this.delegate.onScopeReset(context);
				}
				catch (RuntimeException | LinkageError | AssertionError | StackOverflowError ex) {
					this.faults.report(context.getName(), ex);
				}
			}

			@Override
			public void onStop(Observation.Context context) {
				try {
					this.delegate.onStop(context);
				}
				catch (RuntimeException | LinkageError | AssertionError | StackOverflowError ex) {
					this.faults.report(context.getName(), ex);
				}
			}

		}

		/**
		 * A filter that does not throw.
		 *
		 * @param delegate the filter of the application
		 * @param faults counts what it throws
		 */
		private record Filter(ObservationFilter delegate, RecordingFaults faults) implements ObservationFilter {

			@Override
			public Observation.Context map(Observation.Context context) {
				try {
					return this.delegate.map(context);
				}
				catch (RuntimeException | LinkageError | AssertionError | StackOverflowError ex) {
					this.faults.report(context.getName(), ex);
					return context;
				}
			}

		}

		/**
		 * A predicate that does not throw.
		 *
		 * @param delegate the predicate of the application
		 * @param faults counts what it throws
		 */
		private record Predicate(ObservationPredicate delegate,
				RecordingFaults faults) implements ObservationPredicate {

			@Override
			public boolean test(@Nullable String name, Observation.Context context) {
				try {
					return this.delegate.test(name, context);
				}
				catch (RuntimeException | LinkageError | AssertionError | StackOverflowError ex) {
					this.faults.report(name, ex);
					return true;
				}
			}

		}

	}

	/**
	 * Uses Spring's convention for a request where that of the application throws.
	 * WebFlux would fail the request at its start, and would leave it in flight at its
	 * end.
	 */
	static final class ReactiveConvention implements ServerRequestObservationConvention {

		private final ServerRequestObservationConvention delegate;

		private final ServerRequestObservationConvention fallback;

		private final RecordingFaults faults;

		private ReactiveConvention(ServerRequestObservationConvention delegate, String name, RecordingFaults faults) {
			this.delegate = delegate;
			this.fallback = new DefaultServerRequestObservationConvention(name);
			this.faults = faults;
		}

		/**
		 * Guard a convention, unless it is Spring's or the starter's.
		 * @param convention the convention
		 * @param name the name that requests are recorded by
		 * @param faults counts what it throws
		 * @return a convention that does not throw
		 */
		static ServerRequestObservationConvention guard(ServerRequestObservationConvention convention, String name,
				RecordingFaults faults) {
			return Guard.isForeign(convention) ? new ReactiveConvention(convention, name, faults) : convention;
		}

		@Override
		public @Nullable String getName() {
			return this.fallback.getName();
		}

		@Override
		public @Nullable String getContextualName(ServerRequestObservationContext context) {
			try {
				return this.delegate.getContextualName(context);
			}
			catch (RuntimeException | LinkageError | AssertionError | StackOverflowError ex) {
				this.faults.report(getName(), ex);
				return this.fallback.getContextualName(context);
			}
		}

		@Override
		public KeyValues getLowCardinalityKeyValues(ServerRequestObservationContext context) {
			try {
				return this.delegate.getLowCardinalityKeyValues(context);
			}
			catch (RuntimeException | LinkageError | AssertionError | StackOverflowError ex) {
				this.faults.report(getName(), ex);
				return this.fallback.getLowCardinalityKeyValues(context);
			}
		}

		@Override
		public KeyValues getHighCardinalityKeyValues(ServerRequestObservationContext context) {
			try {
				return this.delegate.getHighCardinalityKeyValues(context);
			}
			catch (RuntimeException | LinkageError | AssertionError | StackOverflowError ex) {
				this.faults.report(getName(), ex);
				return this.fallback.getHighCardinalityKeyValues(context);
			}
		}

	}

}
