package io.github.observability.tracing.tail;

import org.jspecify.annotations.Nullable;

/**
 * A part of the hash table in which traces lie. Whoever uses it holds its lock.
 */
final class Stripe {

	private static final int PLACES = 64;

	private final @Nullable BufferedTrace[] places = new BufferedTrace[PLACES];

	private static int place(int hash) {
		return (hash >>> 6) & (PLACES - 1);
	}

	@Nullable BufferedTrace find(int hash, String traceId) {
		BufferedTrace trace = this.places[place(hash)];
		while (trace != null && !trace.traceId.equals(traceId)) {
			trace = trace.next;
		}
		return trace;
	}

	void add(int hash, BufferedTrace trace) {
		int place = place(hash);
		trace.next = this.places[place];
		this.places[place] = trace;
	}

	void remove(int hash, BufferedTrace trace) {
		int place = place(hash);
		BufferedTrace each = this.places[place];
		if (each == trace) {
			this.places[place] = trace.next;
			return;
		}
		while (each != null && each.next != trace) {
			each = each.next;
		}
		if (each != null) {
			each.next = trace.next;
		}
	}

	/**
	 * Visit all traces, each of which may be removed meanwhile.
	 */
	void forEach(Visitor visitor) {
		for (BufferedTrace trace : this.places) {
			while (trace != null) {
				BufferedTrace next = trace.next;
				visitor.visit(hash(trace.traceId), trace);
				trace = next;
			}
		}
	}

	/**
	 * Hash of a trace, of which the lowest bits choose the stripe.
	 */
	static int hash(String traceId) {
		int hash = traceId.hashCode() * 0x9E3779B9;
		return hash ^ (hash >>> 16);
	}

	@FunctionalInterface
	interface Visitor {

		void visit(int hash, BufferedTrace trace);

	}

}
