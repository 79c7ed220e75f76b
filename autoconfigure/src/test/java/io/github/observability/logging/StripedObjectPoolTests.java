package io.github.observability.logging;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StripedObjectPool}.
 */
class StripedObjectPoolTests {

	private final StripedObjectPool<Object> reused = new StripedObjectPool<>(Object::new);

	@Test
	void givesBackWhatWasGivenBack() {
		Object first = this.reused.take();
		this.reused.giveBack(first);
		assertThat(this.reused.take()).isSameAs(first);
	}

	@Test
	void givesNobodyWhatIsTaken() {
		Object first = this.reused.take();
		Object second = this.reused.take();
		assertThat(second).isNotSameAs(first);
	}

	@Test
	void keepsTheRoomOfUsualLinesOnly() {
		PooledLineWriter.LineBuffer buffer = new PooledLineWriter.LineBuffer();
		buffer.writeBytes(new byte[3000]);
		buffer.clear();
		assertThat(buffer.size()).isZero();
		assertThat(buffer.capacity()).isGreaterThanOrEqualTo(3000);
		buffer.writeBytes(new byte[1_000_000]);
		buffer.clear();
		assertThat(buffer.size()).isZero();
		assertThat(buffer.capacity()).isLessThan(10_000);
	}

}
