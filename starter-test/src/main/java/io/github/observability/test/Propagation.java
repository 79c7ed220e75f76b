package io.github.observability.test;

import java.util.Locale;
import java.util.Map;

import io.github.observability.tracing.analysis.TraceSpan;
import io.github.observability.tracing.analysis.TraceSpan.Kind;

/**
 * Ways on which a trace context travels.
 */
public enum Propagation {

	/** From an HTTP client to a server. */
	HTTP {

		@Override
		boolean leads(TraceSpan parent, TraceSpan child) {
			return parent.kind() == Kind.CLIENT && child.kind() == Kind.SERVER;
		}

	},

	/** From a producer of Kafka to a consumer. */
	KAFKA {

		@Override
		boolean leads(TraceSpan parent, TraceSpan child) {
			return isMessage(parent, child) && isSystem("kafka", parent, child);
		}

	},

	/** From a sender of JMS to a listener. */
	JMS {

		@Override
		boolean leads(TraceSpan parent, TraceSpan child) {
			return isMessage(parent, child) && (isSystem("jms", parent, child) || isUnnamed(parent, child));
		}

	},

	/** From a publisher of RabbitMQ to a listener. */
	RABBIT {

		@Override
		boolean leads(TraceSpan parent, TraceSpan child) {
			return isMessage(parent, child) && isSystem("rabbit", parent, child);
		}

	},

	/** To another thread of the same process. */
	ASYNC {

		@Override
		boolean leads(TraceSpan parent, TraceSpan child) {
			Object thread = parent.attributes().get("thread.id");
			return thread != null && child.attributes().containsKey("thread.id")
					&& !thread.equals(child.attributes().get("thread.id")) && child.kind() != Kind.SERVER
					&& child.kind() != Kind.CONSUMER;
		}

	};

	/**
	 * Whether a span and its child are the two ends of this way.
	 */
	abstract boolean leads(TraceSpan parent, TraceSpan child);

	static boolean isMessage(TraceSpan parent, TraceSpan child) {
		return parent.kind() == Kind.PRODUCER && child.kind() == Kind.CONSUMER;
	}

	/**
	 * Spring names the system in an attribute for some brokers, and in the keys of the
	 * others.
	 */
	static boolean isSystem(String system, TraceSpan parent, TraceSpan child) {
		return isSystem(system, parent) || isSystem(system, child);
	}

	/**
	 * Spring's spans of JMS name no system.
	 */
	static boolean isUnnamed(TraceSpan parent, TraceSpan child) {
		return parent.attribute("messaging.system") == null && child.attribute("messaging.system") == null
				&& !isSystem("kafka", parent, child) && !isSystem("rabbit", parent, child);
	}

	private static boolean isSystem(String system, TraceSpan span) {
		String named = span.attribute("messaging.system");
		if (named != null && named.toLowerCase(Locale.ROOT).contains(system)) {
			return true;
		}
		for (Map.Entry<String, Object> attribute : span.attributes().entrySet()) {
			if (attribute.getKey().contains("." + system + ".") || attribute.getKey().startsWith(system + ".")) {
				return true;
			}
		}
		return false;
	}

}
