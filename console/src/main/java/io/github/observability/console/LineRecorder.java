package io.github.observability.console;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
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
import io.github.observability.logging.masking.Masking;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * Logback appender that holds the latest lines. A thread that logs only queues the event;
 * it is masked and stored by the thread of the console.
 */
final class LineRecorder extends UnsynchronizedAppenderBase<ILoggingEvent> {

	private static final int MAX_WAITING = 20_000;

	private static final int MAX_FIELDS = 32;

	private final Queue<ILoggingEvent> waiting = new ConcurrentLinkedQueue<>();

	private final AtomicInteger waitingCount = new AtomicInteger();

	private final LongAdder dropped = new LongAdder();

	private final UnaryOperator<String> masker;

	private final Predicate<String> secretKeys;

	private final int maxLines;

	private final long maxBytes;

	private final Deque<RecordedLine> lines = new ArrayDeque<>();

	private long bytes;

	private long count;

	LineRecorder(UnaryOperator<String> masker, Predicate<String> secretKeys, int maxLines, long maxBytes) {
		this.masker = masker;
		this.secretKeys = secretKeys;
		this.maxLines = maxLines;
		this.maxBytes = maxBytes;
		setName("observability-console");
	}

	void attach(LoggerContext context) {
		setContext(context);
		start();
		context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(this);
	}

	void detach(LoggerContext context) {
		context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAppender(this);
		stop();
	}

	@Override
	protected void append(ILoggingEvent event) {
		if (this.waitingCount.get() >= MAX_WAITING) {
			this.dropped.increment();
			return;
		}
		// Arguments may change once the call has returned.
		event.prepareForDeferredProcessing();
		this.waitingCount.incrementAndGet();
		this.waiting.add(event);
	}

	/**
	 * Store what has arrived.
	 * @return the lines that were added
	 */
	List<RecordedLine> drain() {
		List<RecordedLine> added = new ArrayList<>();
		ILoggingEvent event = this.waiting.poll();
		while (event != null) {
			this.waitingCount.decrementAndGet();
			added.add(recorded(event));
			event = this.waiting.poll();
		}
		synchronized (this.lines) {
			for (RecordedLine line : added) {
				this.lines.addLast(line);
				this.bytes += line.size();
			}
			while (this.lines.size() > this.maxLines || (this.bytes > this.maxBytes && this.lines.size() > 1)) {
				this.bytes -= this.lines.removeFirst().size();
			}
		}
		return added;
	}

	private RecordedLine recorded(ILoggingEvent event) {
		Map<String, String> mdc = event.getMDCPropertyMap();
		Map<String, String> fields = new LinkedHashMap<>();
		mdc.forEach((key, value) -> field(fields, key, value));
		List<KeyValuePair> pairs = (event.getKeyValuePairs() != null) ? event.getKeyValuePairs()
				: Collections.emptyList();
		pairs.forEach((pair) -> field(fields, pair.key, String.valueOf(pair.value)));
		String traceId = first(fields, "traceId", "trace.id", "trace_id");
		String spanId = first(fields, "spanId", "span.id", "span_id");
		RecordedFailure exception = (event.getThrowableProxy() != null)
				? RecordedFailure.of(event.getThrowableProxy(), this.masker) : null;
		return new RecordedLine(++this.count, event.getTimeStamp(), event.getLevel().toString(), event.getLoggerName(),
				event.getThreadName(), this.masker.apply(RecordedSpan.cut(event.getFormattedMessage())),
				this.masker.apply(RecordedSpan.cut(event.getMessage())), traceId, spanId, fields, exception);
	}

	private void field(Map<String, String> fields, String key, @Nullable String value) {
		if (value != null && fields.size() < MAX_FIELDS) {
			fields.put(RecordedSpan.cut(key),
					this.secretKeys.test(key) ? Masking.MASK : this.masker.apply(RecordedSpan.cut(value)));
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

	/**
	 * Return lines, the newest first.
	 * @param filter which lines
	 * @param limit how many at most
	 * @return the lines
	 */
	List<RecordedLine> newest(Predicate<RecordedLine> filter, int limit) {
		List<RecordedLine> found = new ArrayList<>();
		synchronized (this.lines) {
			var newest = this.lines.descendingIterator();
			while (newest.hasNext() && found.size() < limit) {
				RecordedLine line = newest.next();
				if (filter.test(line)) {
					found.add(line);
				}
			}
		}
		return found;
	}

	long droppedCount() {
		return this.dropped.sum();
	}

}
