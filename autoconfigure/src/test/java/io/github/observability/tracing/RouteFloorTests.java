package io.github.observability.tracing;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class RouteFloorTests {

	private final AtomicLong nanos = new AtomicLong();

	@Test
	void findsTheFirstOfEachRouteAndMinute() {
		RouteFloor floor = new RouteFloor(10, this.nanos::get);
		assertThat(floor.isFirst(1)).isTrue();
		assertThat(floor.isFirst(1)).isFalse();
		assertThat(floor.isFirst(2)).isTrue();
		this.nanos.addAndGet(TimeUnit.SECONDS.toNanos(59));
		assertThat(floor.isFirst(1)).isFalse();
		this.nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
		assertThat(floor.isFirst(1)).isTrue();
	}

	@Test
	void hasNoFirstOneWithoutARoute() {
		assertThat(new RouteFloor(10, this.nanos::get).isFirst(RouteFloor.NO_ROUTE)).isFalse();
	}

	@Test
	void countsRoutesBeyondTheLimitAndSaysSoOnce(CapturedOutput output) {
		RouteFloor floor = new RouteFloor(3, this.nanos::get);
		int first = 0;
		for (int route = 1; route <= 100; route++) {
			first += floor.isFirst(route) ? 1 : 0;
		}
		assertThat(first).isEqualTo(3);
		assertThat(floor.dropped()).isEqualTo(97);
		assertThat(output.getOut().lines().filter((line) -> line.contains("floor.max-routes"))).hasSize(1);
		this.nanos.addAndGet(TimeUnit.MINUTES.toNanos(1));
		assertThat(floor.isFirst(100)).isTrue();
	}

}
