package io.github.observability.sample.traffic;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import com.zaxxer.hikari.HikariDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds all but one connection of a pool until it is released or its time is up. */
final class PoolSaturation implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(PoolSaturation.class);

	private final HikariDataSource pool;

	private final Duration holdFor;

	private final Consumer<PoolSaturation> whenOver;

	private final CountDownLatch released = new CountDownLatch(1);

	PoolSaturation(HikariDataSource pool, Duration holdFor, Consumer<PoolSaturation> whenOver) {
		this.pool = pool;
		this.holdFor = holdFor;
		this.whenOver = whenOver;
	}

	void release() {
		this.released.countDown();
	}

	@Override
	public void run() {
		List<Connection> held = new ArrayList<>();
		try {
			hold(held);
		}
		catch (SQLException ex) {
			logger.warn("Could hold only {} connections", held.size(), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			held.forEach(this::close);
			this.whenOver.accept(this);
		}
	}

	private void hold(List<Connection> held) throws SQLException, InterruptedException {
		long end = System.nanoTime() + this.holdFor.toNanos();
		while (held.size() < this.pool.getMaximumPoolSize() - 1 && this.released.getCount() > 0
				&& System.nanoTime() < end) {
			held.add(this.pool.getConnection());
		}
		logger.info("Holding {} connections", held.size());
		this.released.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
	}

	private void close(Connection connection) {
		try {
			connection.close();
		}
		catch (SQLException ex) {
			logger.warn("Could not return a held connection", ex);
		}
	}

}
