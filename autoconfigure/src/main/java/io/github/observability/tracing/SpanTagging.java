package io.github.observability.tracing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.observability.FrameworkField;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelSpan;
import io.micrometer.tracing.propagation.Propagator;
import io.opentelemetry.api.common.AttributeKey;

import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Puts the key-values of an observation on its span without a copy of them all and with
 * attribute keys that are created once, and not at all on a span that is not recorded.
 * Micrometer's handlers merge the key-values and create a key for each of them, whatever
 * becomes of the span. Handlers of the application's own types stay as they are.
 */
final class SpanTagging implements BeanPostProcessor {

	/** Micrometer takes this key, in whatever case, for the message of an error. */
	private static final String ERROR = "error";

	/** Keys come from conventions and are few, but an application may make them up. */
	private static final int MAX_KEYS = 1_000;

	private static final Map<String, AttributeKey<String>> keys = new ConcurrentHashMap<>();

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean.getClass() == DefaultTracingObservationHandler.class) {
			return new Local(((DefaultTracingObservationHandler) bean).getTracer());
		}
		if (bean.getClass() == PropagatingReceiverTracingObservationHandler.class) {
			Propagator propagator = (Propagator) FrameworkField.RECEIVER_PROPAGATOR.read(bean);
			Tracer tracer = ((PropagatingReceiverTracingObservationHandler<?>) bean).getTracer();
			return (propagator != null) ? new Receiver<>(tracer, propagator) : bean;
		}
		if (bean.getClass() == PropagatingSenderTracingObservationHandler.class) {
			Propagator propagator = (Propagator) FrameworkField.SENDER_PROPAGATOR.read(bean);
			Tracer tracer = ((PropagatingSenderTracingObservationHandler<?>) bean).getTracer();
			return (propagator != null) ? new Sender<>(tracer, propagator) : bean;
		}
		return bean;
	}

	/**
	 * Tag a span.
	 * @param context the context of its observation
	 * @param span the span
	 * @return whether nothing is left to do
	 */
	private static boolean tag(Observation.Context context, Span span) {
		if (!(span instanceof OtelSpan)) {
			return false;
		}
		io.opentelemetry.api.trace.Span recorded = OtelSpan.toOtel(span);
		if (!recorded.isRecording()) {
			return true;
		}
		KeyValues low = context.getLowCardinalityKeyValues();
		KeyValues high = context.getHighCardinalityKeyValues();
		if (hasErrorKey(low) || hasErrorKey(high)) {
			return false;
		}
		// A key of both has the value of high cardinality.
		low.forEach((keyValue) -> set(recorded, keyValue));
		high.forEach((keyValue) -> set(recorded, keyValue));
		return true;
	}

	private static boolean hasErrorKey(KeyValues keyValues) {
		for (KeyValue keyValue : keyValues) {
			if (keyValue.getKey().equalsIgnoreCase(ERROR)) {
				return true;
			}
		}
		return false;
	}

	private static void set(io.opentelemetry.api.trace.Span span, KeyValue keyValue) {
		span.setAttribute(key(keyValue.getKey()), keyValue.getValue());
	}

	private static AttributeKey<String> key(String name) {
		AttributeKey<String> key = keys.get(name);
		if (key == null) {
			key = AttributeKey.stringKey(name);
			if (keys.size() < MAX_KEYS) {
				keys.put(name, key);
			}
		}
		return key;
	}

	private static final class Local extends DefaultTracingObservationHandler {

		Local(Tracer tracer) {
			super(tracer);
		}

		@Override
		public void tagSpan(Observation.Context context, Span span) {
			if (!tag(context, span)) {
				super.tagSpan(context, span);
			}
		}

	}

	private static final class Receiver<T extends ReceiverContext<?>>
			extends PropagatingReceiverTracingObservationHandler<T> {

		Receiver(Tracer tracer, Propagator propagator) {
			super(tracer, propagator);
		}

		@Override
		public void tagSpan(T context, Span span) {
			if (!tag(context, span)) {
				super.tagSpan(context, span);
			}
		}

	}

	private static final class Sender<T extends SenderContext<?>>
			extends PropagatingSenderTracingObservationHandler<T> {

		Sender(Tracer tracer, Propagator propagator) {
			super(tracer, propagator);
		}

		@Override
		public void tagSpan(T context, Span span) {
			if (!tag(context, span)) {
				super.tagSpan(context, span);
			}
		}

	}

}
