package io.github.observability.sample.traffic;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.github.observability.sample.ServiceUrls;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * Lets simulated riders act at a rate that rises and then is steady. Runs in the last
 * phase, so that it starts after the server and stops before it.
 */
@Component
@ConditionalOnBooleanProperty(name = "rides.traffic.enabled", matchIfMissing = true)
final class TrafficGenerator implements SmartLifecycle {

	private static final int RIDERS = 16;

	private final TrafficProperties properties;

	private final ServiceUrls urls;

	private @Nullable ScheduledThreadPoolExecutor clock;

	private @Nullable ThreadPoolExecutor riders;

	TrafficGenerator(TrafficProperties properties, ServiceUrls urls) {
		this.properties = properties;
		this.urls = urls;
	}

	@Override
	public synchronized void start() {
		ThreadFactory threads = daemons();
		// No queue: while all riders wait for a response, further ones are skipped.
		ThreadPoolExecutor pool = new ThreadPoolExecutor(0, RIDERS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(),
				threads, new ThreadPoolExecutor.DiscardPolicy());
		ScheduledThreadPoolExecutor ticks = new ScheduledThreadPoolExecutor(1, threads);
		SimulatedRider rider = new SimulatedRider(this.urls);
		long period = (long) (TimeUnit.SECONDS.toNanos(1) / this.properties.rate());
		WarmUp warmUp = new WarmUp(this.properties.warmUp().toNanos() / period);
		ticks.scheduleAtFixedRate(() -> {
			if (warmUp.isDue()) {
				pool.execute(rider);
			}
		}, period, period, TimeUnit.NANOSECONDS);
		this.riders = pool;
		this.clock = ticks;
	}

	@Override
	public synchronized void stop() {
		if (this.clock != null && this.riders != null) {
			this.clock.shutdownNow();
			this.riders.shutdownNow();
		}
		this.clock = null;
		this.riders = null;
	}

	@Override
	public synchronized boolean isRunning() {
		return this.clock != null;
	}

	private static ThreadFactory daemons() {
		CustomizableThreadFactory threads = new CustomizableThreadFactory("traffic-");
		threads.setDaemon(true);
		return threads;
	}

}
