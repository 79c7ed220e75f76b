package io.github.observability.incidents;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.observability.incidents.Suspect.SlowTraces;
import io.github.observability.tracing.evidence.SlowTraceEvidence;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.EventData;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProfiledTraceHistory}.
 */
class ProfiledTraceHistoryTests {

	private final ProfiledTraceHistory history = new ProfiledTraceHistory();

	@Test
	void knowsNothingWithoutProfiles() {
		this.history.found("a", "1", EventData.create(0, "profile", Attributes.empty()));
		this.history.found("b", "1",
				EventData.create(0, "profile", Attributes.of(SlowTraceEvidence.FRAMES, List.of())));
		assertThat(this.history.since(0)).isNull();
	}

	@Test
	void forgetsTheOldest() {
		for (int i = 0; i < 1_000; i++) {
			found(i, "t" + i, "100 % frame" + i % 500);
		}
		SlowTraces all = this.history.since(0);
		assertThat(all).isNotNull();
		assertThat(all.traceIds()).singleElement().asString().isEqualTo("t" + (1_000 - 256));
		assertThat(this.history.since(1_000)).isNull();
		assertThat(this.history.since(999)).isEqualTo(new SlowTraces(List.of("100 % frame499"), List.of("t999")));
	}

	@Test
	void namesFewFramesAndFewTraces() {
		for (int i = 0; i < 8; i++) {
			found(i, "t" + i, "50 % hot", "10 % a", "9 % b", "8 % c", "7 % d", "6 % e" + i);
		}
		assertThat(this.history.since(0)).isEqualTo(
				new SlowTraces(List.of("50 % hot", "10 % a", "9 % b", "8 % c", "7 % d"), List.of("t7", "t6", "t5")));
	}

	@Test
	void readsNamesThatHaveAPercentSign() {
		found(1, "t", "70 % Rate.of % 100", "30 % (native)");
		assertThat(this.history.since(0))
			.isEqualTo(new SlowTraces(List.of("70 % Rate.of % 100", "30 % (native)"), List.of("t")));
	}

	private void found(long endMillis, String traceId, String... frames) {
		this.history.found(traceId, "1", EventData.create(TimeUnit.MILLISECONDS.toNanos(endMillis), "profile",
				Attributes.of(SlowTraceEvidence.FRAMES, List.of(frames))));
	}

}
