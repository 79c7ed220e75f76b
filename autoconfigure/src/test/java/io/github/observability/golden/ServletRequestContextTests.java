package io.github.observability.golden;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ServletRequestContextTests {

	private final ServletRequestContext.CachedKeyValues values = new ServletRequestContext.CachedKeyValues();

	@Test
	void keepsWhatAConventionGives() {
		KeyValues given = KeyValues.of("method", "GET", "uri", "UNKNOWN");
		this.values.add(given);
		assertThat(this.values.get()).isSameAs(given);
	}

	@Test
	void replacesWhatAConventionGaveBefore() {
		this.values.add(KeyValues.of("method", "GET", "uri", "UNKNOWN"));
		KeyValues again = KeyValues.of("method", "GET", "uri", "/rides");
		this.values.add(again);
		assertThat(this.values.get()).isSameAs(again);
	}

	@Test
	void keepsWhatOthersHaveAdded() {
		this.values.add(KeyValues.of("method", "GET", "uri", "UNKNOWN"));
		this.values.add(KeyValues.of("tenant", "acme"));
		this.values.add(KeyValues.of("method", "GET", "uri", "/rides"));
		assertThat(this.values.get()).containsExactly(KeyValue.of("method", "GET"), KeyValue.of("tenant", "acme"),
				KeyValue.of("uri", "/rides"));
		assertThat(this.values.get("tenant")).isEqualTo(KeyValue.of("tenant", "acme"));
	}

	@Test
	void removes() {
		this.values.add(KeyValues.of("method", "GET", "uri", "/rides"));
		this.values.remove("uri");
		assertThat(this.values.get()).containsExactly(KeyValue.of("method", "GET"));
		assertThat(this.values.get("uri")).isNull();
	}

	@RepeatedTest(20)
	void losesNothingToAnotherThread() throws InterruptedException {
		Thread[] threads = new Thread[4];
		for (int i = 0; i < threads.length; i++) {
			String key = "key" + i;
			threads[i] = new Thread(() -> this.values.add(KeyValues.of(key, "value")));
			threads[i].start();
		}
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(this.values.get()).hasSize(threads.length);
	}

}
