package io.github.observability.tracing.export;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Finds error messages of databases in exceptions, their causes and suppressed
 * exceptions.
 */
final class DatabaseErrorMessages {

	private static final String REDACTED = "***";

	/** Exceptions other than those of JDBC whose message comes from a database. */
	private static final Set<String> OTHERS = Set.of("io.r2dbc.spi.R2dbcException",
			"io.lettuce.core.RedisCommandExecutionException");

	/** The class of SQL states of connection errors, which contain no parameters. */
	private static final String CONNECTION = "08";

	private DatabaseErrorMessages() {
	}

	/**
	 * Find the messages that come from databases.
	 * @param exceptions the exceptions to search
	 * @return the replacement of each message, the longest message first because it may
	 * contain another
	 */
	static Map<String, String> messages(Collection<Throwable> exceptions) {
		if (exceptions.isEmpty()) {
			return Map.of();
		}
		Map<String, String> messages = new TreeMap<>(
				Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
		Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
		Deque<Throwable> rest = new ArrayDeque<>(exceptions);
		while (!rest.isEmpty()) {
			Throwable exception = rest.pop();
			if (seen.add(exception)) {
				String message = exception.getMessage();
				if (message != null && !message.isBlank() && isFromDatabase(exception)) {
					messages.put(message, replacement(exception));
				}
				addRelated(exception, rest);
			}
		}
		return messages;
	}

	private static void addRelated(Throwable exception, Deque<Throwable> rest) {
		add(exception.getCause(), rest);
		for (Throwable suppressed : exception.getSuppressed()) {
			rest.add(suppressed);
		}
		if (exception instanceof SQLException sql) {
			add(sql.getNextException(), rest);
		}
	}

	private static void add(@Nullable Throwable exception, Deque<Throwable> rest) {
		if (exception != null) {
			rest.add(exception);
		}
	}

	private static boolean isFromDatabase(Throwable exception) {
		if (exception instanceof SQLException sql) {
			return !(sql instanceof SQLTransientConnectionException || sql instanceof SQLNonTransientConnectionException
					|| (sql.getSQLState() != null && sql.getSQLState().startsWith(CONNECTION)));
		}
		for (Class<?> type = exception.getClass(); type != null; type = type.getSuperclass()) {
			if (OTHERS.contains(type.getName())) {
				return true;
			}
		}
		return false;
	}

	private static String replacement(Throwable exception) {
		return (exception instanceof SQLException sql && sql.getSQLState() != null)
				? REDACTED + " (SQL state " + sql.getSQLState() + ")" : REDACTED;
	}

}
