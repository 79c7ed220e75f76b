package io.github.observability.context.messaging;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.context.propagation.TextMapGetter;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

import org.springframework.kafka.listener.BatchInterceptor;

/**
 * {@link BatchInterceptor} that gives a batch a span and calls the user's. The span stays
 * in scope until the container is done with the batch, so that the line of the error
 * handler, which comes after the interceptors, has its ids.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class KafkaBatchInterceptor<K, V> implements BatchInterceptor<K, V> {

	private static final TextMapGetter<ConsumerRecord<?, ?>> HEADERS = new RecordHeaders();

	private final BatchSpans spans;

	private final @Nullable BatchInterceptor<K, V> users;

	/** A container has a thread, and may be one of several of the same factory. */
	private final ThreadLocal<@Nullable BatchSpan> current = new ThreadLocal<>();

	KafkaBatchInterceptor(BatchSpans spans, @Nullable BatchInterceptor<K, V> users) {
		this.spans = spans;
		this.users = users;
	}

	@Override
	public @Nullable ConsumerRecords<K, V> intercept(ConsumerRecords<K, V> records, Consumer<K, V> consumer) {
		// An error handler may have the batch handled again.
		done();
		this.current.set(this.spans.open("kafka", records, ConsumerRecord::topic, HEADERS));
		return (this.users != null) ? this.users.intercept(records, consumer) : records;
	}

	@Override
	public void success(ConsumerRecords<K, V> records, Consumer<K, V> consumer) {
		if (this.users != null) {
			this.users.success(records, consumer);
		}
	}

	@Override
	public void failure(ConsumerRecords<K, V> records, Exception exception, Consumer<K, V> consumer) {
		BatchSpan span = this.current.get();
		if (span != null) {
			span.fail(exception);
		}
		if (this.users != null) {
			this.users.failure(records, exception, consumer);
		}
	}

	@Override
	public void setupThreadState(Consumer<?, ?> consumer) {
		if (this.users != null) {
			this.users.setupThreadState(consumer);
		}
	}

	@Override
	public void clearThreadState(Consumer<?, ?> consumer) {
		try {
			if (this.users != null) {
				this.users.clearThreadState(consumer);
			}
		}
		finally {
			done();
		}
	}

	private void done() {
		BatchSpan span = this.current.get();
		if (span != null) {
			this.current.remove();
			span.close();
			span.end();
		}
	}

	/**
	 * Reads the headers of a record, the last of each name.
	 */
	private static final class RecordHeaders implements TextMapGetter<ConsumerRecord<?, ?>> {

		@Override
		public Iterable<String> keys(ConsumerRecord<?, ?> message) {
			List<String> keys = new ArrayList<>();
			message.headers().forEach((header) -> keys.add(header.key()));
			return keys;
		}

		@Override
		public @Nullable String get(@Nullable ConsumerRecord<?, ?> message, String key) {
			Header header = (message != null) ? message.headers().lastHeader(key) : null;
			return (header != null && header.value() != null) ? new String(header.value(), StandardCharsets.UTF_8)
					: null;
		}

	}

}
