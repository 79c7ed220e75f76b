package io.github.observability;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BoundedMap}.
 */
class BoundedMapTests {

	@Test
	void dropsTheOldestEvenIfItWasUsed() {
		Map<String, Integer> map = BoundedMap.droppingOldest(2);
		map.put("a", 1);
		map.put("b", 2);
		assertThat(map.get("a")).isEqualTo(1);
		map.put("c", 3);
		assertThat(map).containsOnlyKeys("b", "c");
	}

	@Test
	void dropsTheLeastRecentlyUsed() {
		Map<String, Integer> map = BoundedMap.droppingLeastRecentlyUsed(2);
		map.put("a", 1);
		map.put("b", 2);
		assertThat(map.get("a")).isEqualTo(1);
		map.put("c", 3);
		assertThat(map).containsOnlyKeys("a", "c");
	}

}
