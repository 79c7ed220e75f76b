package io.github.observability.console.recording;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.github.observability.LogOnce;
import io.github.observability.logging.StructuredArgumentReader;
import io.github.observability.logging.delivery.LoggingContextListeners;
import io.github.observability.logging.delivery.ResetListener;
import io.github.observability.logging.masking.Masking;
import io.github.observability.logging.masking.MaskingCounts;
import io.github.observability.logging.masking.RepeatedSecrets;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/**
 * Logback appender that queues each line. The thread of the console masks and stores it.
 */
public final class LineRecorder extends UnsynchronizedAppenderBase<ILoggingEvent> implements ResetListener {

	private static final int MAX_WAITING = 20_000;

	private static final int MAX_FIELDS = 32;

	private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();

	private final AtomicInteger waitingCount = new AtomicInteger();

	private final MaskingCounts counts = new MaskingCounts();

	private final LongAdder dropped = new LongAdder();

	private final LogOnce failure = new LogOnce(LoggerFactory.getLogger(LineRecorder.class));

	private final UnaryOperator<String> masker;

	private final Predicate<String> secretKeys;

	private final LineStore store;

	private long count;

	public LineRecorder(UnaryOperator<String> masker, Predicate<String> secretKeys, LineStore store) {
		this.masker = masker;
		this.secretKeys = secretKeys;
		this.store = store;
		this.count = store.newestId();
		setName("observability-console");
	}

	public void attach(LoggerContext context) {
		setContext(context);
		LoggingContextListeners.add(context, this);
		onReset(context);
	}

	void detach(LoggerContext context) {
		LoggingContextListeners.remove(context, this);
		context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAppender(this);
		stop();
	}

	@Override
	protected void append(ILoggingEvent event) {
		if (this.waitingCount.get() >= MAX_WAITING) {
			this.dropped.increment();
			return;
		}
		// Arguments and values may change once the call has returned.
		event.prepareForDeferredProcessing();
		Waiting line = new Waiting(event, pairs(event));
		this.waitingCount.incrementAndGet();
		this.waiting.add(line);
	}

	private static List<KeyValuePair> pairs(ILoggingEvent event) {
		List<KeyValuePair> own = event.getKeyValuePairs();
		List<Object> structured = StructuredArgumentReader.structured(event);
		if (own == null && structured.isEmpty()) {
			return List.of();
		}
		List<KeyValuePair> pairs = new ArrayList<>();
		if (own != null) {
			own.forEach((pair) -> pairs.add(fixed(pair)));
		}
		StructuredArgumentReader.pairs(structured).forEach((pair) -> pairs.add(fixed(pair)));
		return pairs;
	}

	private static KeyValuePair fixed(KeyValuePair pair) {
		Object value = pair.value;
		boolean constant = value == null || value instanceof String || value instanceof Number
				|| value instanceof Boolean;
		return (constant && pair.key != null) ? pair : new KeyValuePair(String.valueOf(pair.key), text(value));
	}

	private static String text(@Nullable Object value) {
		try {
			return String.valueOf(value);
		}
		catch (Exception | StackOverflowError | LinkageError | AssertionError ex) {
			return "[not readable: " + ex.getClass().getName() + "]";
		}
	}

	/**
	 * Store what has arrived.
	 * @return the lines that were added
	 */
	List<RecordedLine> drain() {
		List<RecordedLine> added = new ArrayList<>();
		Waiting line = this.waiting.poll();
		while (line != null) {
			this.waitingCount.decrementAndGet();
			try {
				added.add(recorded(line.event(), line.pairs()));
			}
			catch (Exception | StackOverflowError | LinkageError | AssertionError ex) {
				// The lines beside it are not lost with it.
				this.dropped.increment();
				this.failure.warn("The console cannot record a line; further failures are only counted", ex);
			}
			line = this.waiting.poll();
		}
		this.store.add(added);
		return added;
	}

	private RecordedLine recorded(ILoggingEvent event, List<KeyValuePair> pairs) {
		Map<String, String> mdc = event.getMDCPropertyMap();
		UnaryOperator<String> masker = masker(mdc, pairs);
		Map<String, String> fields = new LinkedHashMap<>();
		mdc.forEach((key, value) -> field(fields, key, value, masker));
		pairs.forEach((pair) -> field(fields, pair.key, String.valueOf(pair.value), masker));
		String traceId = first(fields, "traceId", "trace.id", "trace_id");
		String spanId = first(fields, "spanId", "span.id", "span_id");
		RecordedFailure exception = (event.getThrowableProxy() != null)
				? RecordedFailure.of(event.getThrowableProxy(), masker) : null;
		return new RecordedLine(++this.count, event.getTimeStamp(), event.getLevel().toString(), event.getLoggerName(),
				event.getThreadName(), RecordedSpan.cut(event.getFormattedMessage(), masker),
				RecordedSpan.cut(event.getMessage(), masker), traceId, spanId, fields, exception);
	}

	/** Masks the values of secret keys of a line, too, which its texts may repeat. */
	private UnaryOperator<String> masker(Map<String, String> mdc, List<KeyValuePair> pairs) {
		List<String> secrets = new ArrayList<>();
		mdc.forEach((key, value) -> addSecret(secrets, key, value));
		pairs.forEach((pair) -> addSecret(secrets, pair.key, pair.value));
		return secrets.isEmpty() ? this.masker
				: (text) -> this.masker.apply(RepeatedSecrets.mask(text, secrets, this.counts));
	}

	private void addSecret(List<String> secrets, String key, @Nullable Object value) {
		if (value != null && this.secretKeys.test(key)) {
			RepeatedSecrets.remember(value.toString(), secrets);
		}
	}

	private void field(Map<String, String> fields, String key, @Nullable String value, UnaryOperator<String> masker) {
		if (value != null && fields.size() < MAX_FIELDS) {
			fields.put(RecordedSpan.cut(key),
					this.secretKeys.test(key) ? Masking.MASK : RecordedSpan.cut(value, masker));
		}
	}

	private static @Nullable String first(Map<String, String> fields, String... keys) {
		String first = null;
		for (String key : keys) {
			String value = fields.remove(key);
			first = (first != null) ? first : value;
		}
		return first;
	}

	public LineStore store() {
		return this.store;
	}

	public long droppedCount() {
		return this.dropped.sum();
	}

	/** A Logback file that is read again takes the appenders away. */
	@Override
	public void onReset(LoggerContext context) {
		start();
		context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(this);
	}

	/**
	 * A line that is to be stored.
	 *
	 * @param event the event
	 * @param pairs its keys and values, as they were when it was logged
	 */
	private record Waiting(ILoggingEvent event, List<KeyValuePair> pairs) {

	}

}
