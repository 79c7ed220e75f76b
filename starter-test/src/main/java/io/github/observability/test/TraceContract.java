package io.github.observability.test;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.AssertProvider;
import org.jspecify.annotations.Nullable;

/**
 * What two services agree on: each call in the caller's golden traces has a request in
 * those of the callee that answers it. Each side checks its own golden traces against the
 * code; this checks them against each other, without starting either.
 */
public final class TraceContract implements AssertProvider<TraceContract.ContractAssert> {

	private final List<Interaction> calls;

	private final List<Interaction> served;

	private TraceContract(List<Interaction> calls, List<Interaction> served) {
		this.calls = calls;
		this.served = served;
	}

	/**
	 * Read the golden traces of two services.
	 * @param caller the golden trace of the service that calls or sends
	 * @param callee the golden traces of the service that answers or receives
	 * @return the contract
	 */
	public static TraceContract between(Path caller, Path... callee) {
		List<Interaction> served = new ArrayList<>();
		for (Path file : callee) {
			served.addAll(read(file, "SERVER", "CONSUMER"));
		}
		return new TraceContract(read(caller, "CLIENT", "PRODUCER"), served);
	}

	private static List<Interaction> read(Path file, String... kinds) {
		String text = TestFiles.read(file);
		if (text == null) {
			throw new AssertionError("There is no golden trace " + file);
		}
		return text.lines()
			.map(String::strip)
			.filter((line) -> List.of(kinds).contains(line.split(" ", 2)[0]))
			.map(Interaction::of)
			.filter(Interaction::isSpecific)
			.toList();
	}

	@Override
	public ContractAssert assertThat() {
		return new ContractAssert(this);
	}

	/**
	 * Assertions on a contract.
	 */
	public static final class ContractAssert extends AbstractAssert<ContractAssert, TraceContract> {

		ContractAssert(TraceContract actual) {
			super(actual, ContractAssert.class);
		}

		/**
		 * Verify that the callee serves each call with the same method, route and status,
		 * and listens to the destination of each message.
		 * @return this
		 */
		public ContractAssert isKept() {
			if (this.actual.calls.isEmpty()) {
				failWithMessage("The caller's golden trace has no call with a route and no message with a destination");
			}
			List<String> broken = new ArrayList<>();
			for (Interaction call : this.actual.calls) {
				if (this.actual.served.stream().noneMatch(call::isAnsweredBy)) {
					broken.add(call.line());
				}
			}
			if (!broken.isEmpty()) {
				failWithMessage("%s",
						"Nothing the callee does answers\n    " + String.join("\n    ", broken) + "\nIt does\n    "
								+ String.join("\n    ", this.actual.served.stream().map(Interaction::line).toList()));
			}
			return this;
		}

	}

	private record Interaction(String line, Map<String, String> facts) {

		static Interaction of(String line) {
			Map<String, String> facts = new LinkedHashMap<>();
			String[] parts = line.replaceFirst(" x\\d+$", "").split(" \\| ");
			for (int i = 1; i < parts.length; i++) {
				int equals = parts[i].indexOf('=');
				if (equals > 0) {
					facts.put(parts[i].substring(0, equals), parts[i].substring(equals + 1));
				}
			}
			return new Interaction(line, facts);
		}

		boolean isSpecific() {
			return this.facts.containsKey("destination")
					|| this.facts.containsKey("method") && this.facts.containsKey("route");
		}

		boolean isAnsweredBy(Interaction other) {
			if (this.facts.containsKey("destination")) {
				return this.facts.get("destination").equals(other.facts.get("destination"));
			}
			return equal("method", other) && equal("status", other)
					&& route(this.facts.get("route")).equals(route(other.facts.get("route")));
		}

		private boolean equal(String key, Interaction other) {
			String value = this.facts.get(key);
			return value == null || value.equals(other.facts.get(key));
		}

		/**
		 * Each side names the variables of a route for itself.
		 */
		private static String route(@Nullable String route) {
			return (route != null) ? route.replaceAll("\\{[^}]*}", "{}").replaceFirst("^https?://[^/]+", "") : "";
		}

	}

}
