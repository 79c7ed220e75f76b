package io.github.observability.tracing.sampling;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class RouteMinimumTests {

	private final AtomicLong nanos = new AtomicLong();

	@Test
	void findsTheFirstOfEachRouteAndMinute() {
		RouteMinimum minimum = new RouteMinimum(10, this.nanos::get);
		assertThat(minimum.isFirst(1)).isTrue();
		assertThat(minimum.isFirst(1)).isFalse();
		assertThat(minimum.isFirst(2)).isTrue();
		this.nanos.addAndGet(TimeUnit.SECONDS.toNanos(59));
		assertThat(minimum.isFirst(1)).isFalse();
		this.nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
		assertThat(minimum.isFirst(1)).isTrue();
	}

	@Test
	void hasNoFirstOneWithoutARoute() {
		assertThat(new RouteMinimum(10, this.nanos::get).isFirst(RouteMinimum.NO_ROUTE)).isFalse();
	}

	@Test
	void countsRoutesBeyondTheLimitAndSaysSoOnce(CapturedOutput output) {
		RouteMinimum minimum = new RouteMinimum(3, this.nanos::get);
		int first = 0;
		for (int route = 1; route <= 100; route++) {
			first += minimum.isFirst(route) ? 1 : 0;
		}
		assertThat(first).isEqualTo(3);
		assertThat(minimum.dropped()).isEqualTo(97);
		assertThat(output.getOut().lines().filter((line) -> line.contains("minimum-per-route.max-routes"))).hasSize(1);
		this.nanos.addAndGet(TimeUnit.MINUTES.toNanos(1));
		assertThat(minimum.isFirst(100)).isTrue();
	}

}
