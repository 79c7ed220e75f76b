package io.github.observability.tracing.export;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.ExceptionEventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

/**
 * {@link SpanDataFilter} that removes error messages of databases from exported spans.
 * The message about a violated constraint contains the value, a parameter of the
 * statement. It runs on the export thread and before secrets are masked, because it needs
 * the exceptions themselves.
 */
final class DatabaseErrorRedactor extends SpanDataFilter implements Ordered {

	private static final AttributeKey<String> MESSAGE = AttributeKey.stringKey("exception.message");

	private static final AttributeKey<String> STACK_TRACE = AttributeKey.stringKey("exception.stacktrace");

	/** The error of Redis, whose first word is a code. */
	private static final AttributeKey<String> REDIS_ERROR = AttributeKey.stringKey("lettuce.command.error");

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	protected SpanData apply(SpanData data) {
		String redisError = data.getAttributes().get(REDIS_ERROR);
		if (redisError == null && data.getEvents().isEmpty()) {
			return data;
		}
		Map<String, String> messages = DatabaseErrorMessages.messages(data.getEvents()
			.stream()
			.filter(ExceptionEventData.class::isInstance)
			.map((event) -> ((ExceptionEventData) event).getException())
			.toList());
		if (messages.isEmpty() && redisError == null) {
			return data;
		}
		Attributes attributes = (redisError != null)
				? data.getAttributes().toBuilder().put(REDIS_ERROR, redisError.split(" ", 2)[0]).build()
				: data.getAttributes();
		return new ReplacedSpanData(data, data.getName(), attributes, events(data.getEvents(), messages),
				status(data.getStatus(), messages));
	}

	private static List<EventData> events(List<EventData> events, Map<String, String> messages) {
		List<EventData> cleaned = new ArrayList<>(events.size());
		for (EventData event : events) {
			cleaned.add((event instanceof ExceptionEventData exception) ? event(exception, messages) : event);
		}
		return cleaned;
	}

	private static EventData event(ExceptionEventData event, Map<String, String> messages) {
		Attributes before = event.getAttributes();
		AttributesBuilder after = before.toBuilder();
		put(after, MESSAGE, before, event.getException().getMessage(), messages);
		put(after, STACK_TRACE, before, stackTrace(event.getException()), messages);
		return EventData.create(event.getEpochNanos(), event.getName(), after.build(), event.getTotalAttributeCount());
	}

	/**
	 * Put the full text without the messages and truncate it as before. A message that
	 * was truncated would not be found.
	 */
	private static void put(AttributesBuilder attributes, AttributeKey<String> key, Attributes before,
			@Nullable String whole, Map<String, String> messages) {
		String text = before.get(key);
		if (text != null && whole != null) {
			String cleaned = clean(whole, messages);
			boolean cut = text.length() < whole.length() && cleaned.length() > text.length();
			attributes.put(key, cut ? cleaned.substring(0, text.length()) : cleaned);
		}
	}

	private static StatusData status(StatusData status, Map<String, String> messages) {
		return StatusData.create(status.getStatusCode(), clean(status.getDescription(), messages));
	}

	private static String clean(String text, Map<String, String> messages) {
		String cleaned = text;
		for (Map.Entry<String, String> message : messages.entrySet()) {
			cleaned = cleaned.replace(message.getKey(), message.getValue());
		}
		return cleaned;
	}

	private static String stackTrace(Throwable exception) {
		StringWriter text = new StringWriter();
		exception.printStackTrace(new PrintWriter(text, true));
		return text.toString();
	}

}
