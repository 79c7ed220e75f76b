package io.github.observability.test.planted;

import java.util.function.Consumer;

import io.github.observability.test.Propagation;
import io.github.observability.tracing.analysis.TraceSpan.Kind;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bugs of instrumentation: what is done wrongly, the assertion that finds it, and what
 * the failure says.
 */
enum PlantedBug {

	LOST_PARENT("An executor loses the parent", "containsPath(\"shop\", \"orders.audit\")",
			"there is no 'orders.audit' below 'shop'", Shop::audit,
			(found) -> assertThat(found.trace()).containsPath("shop", "orders.audit")),

	DOUBLE_SPAN("Two instrumentations observe the same operation", "containsOnce(\"orders.load\")",
			"Expected one span 'orders.load' but there are 2", Shop::load,
			(found) -> assertThat(found.trace()).containsOnce("orders.load")),

	MISSING_ERROR("An exception is caught and not recorded", "hasErrorAt(\"orders.reject\")",
			"Expected 'orders.reject' to fail", Shop::reject,
			(found) -> assertThat(found.trace()).hasErrorAt("orders.reject")),

	HIGH_CARDINALITY_NAME("The name of a span contains an id", "hasLowCardinalityNames()",
			" >> INTERNAL   find order 4711", Shop::find,
			(found) -> assertThat(found.trace()).hasLowCardinalityNames()),

	SECRET("An attribute contains a secret", "hasNoSensitiveValues(\"ada lovelace\")",
			"Attribute 'customer' of 'orders.login' holds the planted value 'ada lovelace'", Shop::login,
			(found) -> assertThat(found.trace()).hasNoSensitiveValues("ada lovelace")),

	REPEATED_QUERY("A query is sent once per row", "hasNoRepeatedQuery(3)",
			"The query 'select id from items where order_id = ?' is repeated 3 times at "
					+ "io.github.observability.test.planted.OrderRepository.itemsOf:",
			Shop::list, (found) -> assertThat(found.trace()).hasNoRepeatedQuery(3)),

	WRONG_KIND("The span of a call has the wrong kind", "hasKind(\"stock.reserve\", Kind.CLIENT)",
			"Expected 'stock.reserve' to be of kind CLIENT", Shop::reserve,
			(found) -> assertThat(found.trace()).hasKind("stock.reserve", Kind.CLIENT)),

	BROKEN_HTTP("A manually created client sends no context", "isPropagatedTo(Propagation.HTTP)",
			"Expected the trace to be propagated over HTTP", Shop::callStock,
			(found) -> assertThat(found.trace()).isPropagatedTo(Propagation.HTTP)),

	BROKEN_KAFKA("The headers of a record are lost", "isPropagatedTo(Propagation.KAFKA)",
			"Expected the trace to be propagated over KAFKA", Shop::sendOverKafka,
			(found) -> assertThat(found.trace()).isPropagatedTo(Propagation.KAFKA)),

	BROKEN_JMS("The properties of a message are lost", "isPropagatedTo(Propagation.JMS)",
			"Expected the trace to be propagated over JMS", Shop::sendOverJms,
			(found) -> assertThat(found.trace()).isPropagatedTo(Propagation.JMS)),

	UNCLOSED_SPAN("A span never ends", "hasSingleRoot() and every other assertion",
			"Span 'orders.pack' (INTERNAL) has not ended after", Shop::pack,
			(found) -> assertThat(found.trace()).hasSingleRoot()),

	ORPHAN("The parent of a span is missing", "isConnected()", "Expected all spans to hang together but 1 do not",
			Shop::ship, (found) -> assertThat(found.trace()).isConnected()),

	WRONG_STATUS("A 503 response does not mark its span as an error", "hasConsistentStatus()",
			"Expected the status of each span to be that of its response", Shop::answer,
			(found) -> assertThat(found.trace()).hasConsistentStatus()),

	MISSING_EXEMPLAR("A meter is recorded outside the trace", "hasExemplar(\"orders.sold\", trace)",
			"Expected an exemplar of 'orders.sold.", Shop::sell,
			(found) -> assertThat(found.meters()).hasExemplar(found.shop().sold(), found.trace())),

	UNREGISTERED_METER("A meter is missing from the telemetry registry", "assertThat(meters).areRegistered()",
			"Meter 'orders.surprise' is not in the telemetry registry", Shop::count,
			(found) -> assertThat(found.meters()).areRegistered()),

	CHANGED_TAG("A tag is renamed", "assertThat(meters).areRegistered()",
			"Tag 'town' of meter 'orders.counted' is not in the telemetry registry", Shop::count,
			(found) -> assertThat(found.meters()).areRegistered());

	private final String description;

	private final String assertion;

	private final String message;

	private final Consumer<Shop> work;

	private final Consumer<Found> check;

	PlantedBug(String description, String assertion, String message, Consumer<Shop> work, Consumer<Found> check) {
		this.description = description;
		this.assertion = assertion;
		this.message = message;
		this.work = work;
		this.check = check;
	}

	String description() {
		return this.description;
	}

	String assertion() {
		return this.assertion;
	}

	String message() {
		return this.message;
	}

	void work(Shop shop) {
		this.work.accept(shop);
	}

	void check(Found found) {
		this.check.accept(found);
	}

}
