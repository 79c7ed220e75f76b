package io.github.observability.golden;

import java.util.ArrayList;
import java.util.List;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationHandler.FirstMatchingCompositeObservationHandler;
import io.micrometer.observation.ObservationPredicate;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationTextPublisher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.factory.support.StaticListableBeanFactory;

import static org.assertj.core.api.Assertions.assertThat;

class RecordingFaultsTests {

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final RecordingFaults faults = new RecordingFaults();

	private final List<Callback> called = new ArrayList<>();

	@ParameterizedTest
	@EnumSource(Callback.class)
	void keepsAHandlerThatThrowsFromAllOthers(Callback callback) {
		this.registry.observationConfig()
			.observationHandler(new FailingHandler(callback))
			.observationHandler(new NotingHandler())
			.observationHandler(new FailingHandler(callback));
		guard();
		observe();
		assertThat(this.called).containsExactlyInAnyOrder(Callback.START, Callback.ERROR, Callback.EVENT, Callback.OPEN,
				Callback.RESET, Callback.RESET, Callback.OPEN, Callback.CLOSE, Callback.STOP);
		assertThat(this.faults.count()).isEqualTo(2);
		assertThat(this.registry.getCurrentObservationScope()).isNull();
	}

	@Test
	void guardsAHandlerWithinAGroup() {
		this.registry.observationConfig()
			.observationHandler(new FirstMatchingCompositeObservationHandler(new FailingHandler(Callback.START)))
			.observationHandler(new NotingHandler());
		guard();
		observe();
		assertThat(this.called).contains(Callback.START, Callback.STOP);
		assertThat(this.faults.count()).isEqualTo(1);
	}

	@Test
	void keepsFiltersAndPredicatesThatThrowFromAnObservation() {
		this.registry.observationConfig()
			.observationHandler(new NotingHandler())
			.observationPredicate((name, context) -> {
				throw new IllegalStateException("a predicate fails");
			})
			.observationFilter((context) -> {
				throw new NoClassDefFoundError("missing");
			});
		guard();
		observe();
		assertThat(this.called).contains(Callback.START, Callback.STOP);
		assertThat(this.faults.count()).isEqualTo(2);
	}

	@Test
	void asksPredicatesAndFiltersOfTheApplication() {
		this.registry.observationConfig()
			.observationHandler(new NotingHandler())
			.observationPredicate((name, context) -> !name.equals("off"))
			.observationFilter((context) -> context.addLowCardinalityKeyValue(KeyValue.of("tenant", "acme")));
		guard();
		assertThat(Observation.start("off", this.registry).isNoop()).isTrue();
		Observation observation = Observation.start("on", this.registry);
		observation.stop();
		assertThat(observation.getContext().getLowCardinalityKeyValue("tenant").getValue()).isEqualTo("acme");
	}

	@Test
	void guardsOnlyWhatIsOfTheApplication() {
		ObservationPredicate own = (name, context) -> true;
		assertThat(RecordingFaults.Guard.isForeign(own)).isTrue();
		assertThat(RecordingFaults.Guard.isForeign(new NotingHandler())).isTrue();
		assertThat(RecordingFaults.Guard.isForeign(new ObservationTextPublisher())).isFalse();
		assertThat(RecordingFaults.Guard
			.isForeign(new FirstMatchingCompositeObservationHandler(new ObservationTextPublisher()))).isFalse();
		assertThat(RecordingFaults.Guard.isForeign(new OutcomeOverride.Filter((context) -> null, () -> null)))
			.isFalse();
	}

	@Test
	void guardsOnce() {
		this.registry.observationConfig().observationHandler(new FailingHandler(Callback.STOP));
		guard();
		guard();
		observe();
		assertThat(this.faults.count()).isEqualTo(1);
	}

	private void guard() {
		StaticListableBeanFactory beans = new StaticListableBeanFactory();
		beans.addBean("observationRegistry", this.registry);
		new RecordingFaults.Guard(beans.getBeanProvider(ObservationRegistry.class), this.faults)
			.afterSingletonsInstantiated();
	}

	@SuppressWarnings("deprecation")
	private void observe() {
		Observation observation = Observation.start("work", this.registry);
		Observation.Scope scope = observation.openScope();
		observation.event(Observation.Event.of("event"));
		observation.error(new IllegalStateException("the work fails"));
		scope.reset();
		scope.makeCurrent();
		scope.close();
		observation.stop();
	}

	/**
	 * What a handler is told.
	 */
	enum Callback {

		SUPPORTS, START, ERROR, EVENT, OPEN, RESET, CLOSE, STOP

	}

	private abstract static class CallbackHandler implements ObservationHandler<Observation.Context> {

		abstract void called(Callback callback);

		@Override
		public boolean supportsContext(Observation.Context context) {
			called(Callback.SUPPORTS);
			return true;
		}

		@Override
		public void onStart(Observation.Context context) {
			called(Callback.START);
		}

		@Override
		public void onError(Observation.Context context) {
			called(Callback.ERROR);
		}

		@Override
		public void onEvent(Observation.Event event, Observation.Context context) {
			called(Callback.EVENT);
		}

		@Override
		public void onScopeOpened(Observation.Context context) {
			called(Callback.OPEN);
		}

		@Override
		@SuppressWarnings("deprecation")
		public void onScopeReset(Observation.Context context) {
			called(Callback.RESET);
		}

		@Override
		public void onScopeClosed(Observation.Context context) {
			called(Callback.CLOSE);
		}

		@Override
		public void onStop(Observation.Context context) {
			called(Callback.STOP);
		}

	}

	private final class NotingHandler extends CallbackHandler {

		@Override
		void called(Callback callback) {
			if (callback != Callback.SUPPORTS) {
				RecordingFaultsTests.this.called.add(callback);
			}
		}

	}

	private static final class FailingHandler extends CallbackHandler {

		private Callback failing;

		FailingHandler(Callback failing) {
			this.failing = failing;
		}

		/** Fails once. */
		@Override
		void called(Callback callback) {
			if (callback == this.failing) {
				this.failing = null;
				throw new IllegalStateException("a handler fails");
			}
		}

	}

}
