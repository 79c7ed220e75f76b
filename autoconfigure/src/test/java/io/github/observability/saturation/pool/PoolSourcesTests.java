package io.github.observability.saturation.pool;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.observability.saturation.Readings;
import io.github.observability.saturation.ResourceUse;
import io.github.observability.saturation.SaturationReadings;
import io.github.observability.saturation.SaturationSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadata;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

class PoolSourcesTests {

	private static final String POOL = "jdbc.pool";

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final PoolBeans beans = new PoolBeans();

	private final Set<String> said = new HashSet<>();

	private final List<HikariDataSource> pools = new ArrayList<>();

	@AfterEach
	void close() {
		this.pools.forEach(HikariDataSource::close);
	}

	@Test
	void readsHikariWithWhoWaitsAndWhoGotNone() throws Exception {
		HikariDataSource pool = hikari();
		DataSourceSource source = new DataSourceSource(this.beans, List.of(), new HikariPools(this.registry));
		this.beans.postProcessBeforeInitialization(pool, "pool");
		assertThat(Readings.uses(read(source))).isEmpty();
		pool.setMetricRegistry(this.registry);
		try (Connection first = pool.getConnection(); Connection second = pool.getConnection()) {
			assertThat(first).isNotSameAs(second);
			Thread waiting = new Thread(() -> {
				try {
					pool.getConnection().close();
				}
				catch (SQLException ex) {
					// It has waited, which is all that is asked.
				}
			});
			waiting.start();
			Awaitility.await().until(() -> pool.getHikariPoolMXBean().getThreadsAwaitingConnection() == 1);
			assertThat(Readings.uses(read(source))).containsEntry(POOL, new ResourceUse(POOL, 1.0, 1.0, 0L));
			waiting.join();
			Awaitility.await()
				.untilAsserted(() -> assertThat(Readings.uses(read(source))).containsEntry(POOL,
						new ResourceUse(POOL, 1.0, 0.0, 1L)));
		}
		Awaitility.await().until(() -> Double.valueOf(0).equals(Readings.utilization(read(source), POOL)));
		close();
		assertThat(Readings.uses(read(source))).isEmpty();
		assertThat(this.said).isEmpty();
	}

	@Test
	void readsAPoolThatReplacesAnother() throws Exception {
		DataSourceSource source = new DataSourceSource(this.beans, List.of(), new HikariPools(this.registry));
		HikariDataSource old = hikari();
		this.beans.postProcessBeforeInitialization(old, "pool");
		this.beans.postProcessBeforeDestruction(old, "pool");
		close();
		HikariDataSource next = hikari();
		this.beans.postProcessBeforeInitialization(next, "pool");
		try (Connection connection = next.getConnection()) {
			assertThat(connection.isClosed()).isFalse();
			assertThat(Readings.utilization(read(source), POOL)).isEqualTo(0.5);
		}
	}

	@Test
	void readsOtherPoolsByBootsMetadata() {
		DataSource dataSource = Mockito.mock(DataSource.class);
		this.beans.postProcessBeforeInitialization(dataSource, "pool");
		DataSourceSource source = new DataSourceSource(this.beans,
				List.of((asked) -> (asked == dataSource) ? metadata(3, 4) : null), null);
		assertThat(Readings.utilization(read(source), POOL)).isEqualTo(0.75);
	}

	@Test
	void leavesOutPoolsWithoutALimitAndThoseThatFail() {
		this.beans.postProcessBeforeInitialization(Mockito.mock(DataSource.class), "unlimited");
		this.beans.postProcessBeforeInitialization(Mockito.mock(DataSource.class), "unknown");
		DataSource failing = Mockito.mock(DataSource.class);
		this.beans.postProcessBeforeInitialization(failing, "failing");
		DataSourceSource source = new DataSourceSource(this.beans, List.of((asked) -> {
			if (asked == failing) {
				throw new IllegalStateException("pool is gone");
			}
			return metadata(3, -1);
		}), null);
		assertThat(Readings.uses(read(source))).isEmpty();
		assertThat(Readings.uses(read(source))).isEmpty();
		assertThat(this.said).containsExactly("jdbc.failing");
	}

	@Test
	void readsApachesPoolByItsMeters() {
		HttpClientPools source = new HttpClientPools(this.registry);
		assertThat(Readings.uses(read(source))).isEmpty();
		gauge("httpcomponents.httpclient.pool.total.max", 20, "httpclient", "pricing");
		gauge("httpcomponents.httpclient.pool.total.pending", 3, "httpclient", "pricing");
		gauge("httpcomponents.httpclient.pool.total.connections", 15, "httpclient", "pricing", "state", "leased");
		gauge("httpcomponents.httpclient.pool.total.connections", 1, "httpclient", "pricing", "state", "available");
		assertThat(Readings.uses(read(source)).values())
			.containsExactly(new ResourceUse("http.client.pricing", 0.75, 3.0, null));
	}

	@Test
	void readsTheFullestOfNettysPoolsOfAClient() {
		String prefix = "reactor.netty.connection.provider.";
		for (int host = 1; host <= 3; host++) {
			String[] tags = { "name", "matching", "id", "1", "remote.address", "host" + host };
			gauge(prefix + "max.connections", 10, tags);
			gauge(prefix + "active.connections", 10 - host, tags);
			gauge(prefix + "pending.connections", host, tags);
		}
		HttpClientPools source = new HttpClientPools(this.registry);
		assertThat(Readings.uses(read(source)).values())
			.containsExactly(new ResourceUse("http.client.matching", 0.9, 1.0, null));
		this.registry.getMeters()
			.stream()
			.map(Meter::getId)
			.filter((id) -> "host1".equals(id.getTag("remote.address")))
			.forEach(this.registry::remove);
		assertThat(Readings.utilization(read(source), "http.client.matching")).isEqualTo(0.8);
	}

	@Test
	void readsR2dbcPoolsByTheirMeters() {
		R2dbcPools source = new R2dbcPools(this.registry);
		assertThat(Readings.uses(read(source))).isEmpty();
		gauge("r2dbc.pool.acquired", 6, "name", "rides");
		gauge("r2dbc.pool.max.allocated", 8, "name", "rides");
		gauge("r2dbc.pool.pending", 2, "name", "rides");
		gauge("r2dbc.pool.acquired", 6, "name", "unlimited");
		gauge("r2dbc.pool.max.allocated", Integer.MAX_VALUE, "name", "unlimited");
		gauge("r2dbc.pool.pending", 0, "name", "unlimited");
		gauge("r2dbc.pool.acquired", 6, "name", "half");
		assertThat(Readings.uses(read(source)).values())
			.containsExactly(new ResourceUse("r2dbc.rides", 0.75, 2.0, null));
		this.registry.getMeters().stream().map(Meter::getId).forEach(this.registry::remove);
		assertThat(Readings.uses(read(source))).isEmpty();
	}

	@Test
	void readsEachTargetOfARoutingDataSource() throws SQLException {
		HikariDataSource bean = hikari();
		HikariDataSource target = hikari();
		HikariDataSource other = hikari();
		AbstractRoutingDataSource routing = new AbstractRoutingDataSource() {

			@Override
			protected Object determineCurrentLookupKey() {
				return "eu";
			}

		};
		routing.setTargetDataSources(Map.of("eu", target, "us", bean));
		routing.setDefaultTargetDataSource(other);
		this.beans.postProcessBeforeInitialization(bean, "us");
		this.beans.postProcessBeforeInitialization(new LazyConnectionDataSourceProxy(routing), "rides");
		DataSourceSource source = new DataSourceSource(this.beans, List.of(), new HikariPools(this.registry));
		assertThat(Readings.uses(read(source))).isEmpty();
		routing.afterPropertiesSet();
		try (Connection one = routing.getConnection();
				Connection two = bean.getConnection();
				Connection three = other.getConnection()) {
			assertThat(List.of(one, two, three)).doesNotContainNull();
			assertThat(Readings.uses(read(source))).containsOnlyKeys("jdbc.rides.eu", "jdbc.rides.default", "jdbc.us");
			assertThat(Readings.utilization(read(source), "jdbc.rides.eu")).isEqualTo(0.5);
		}
		assertThat(this.said).isEmpty();
	}

	private HikariDataSource hikari() {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl("jdbc:h2:mem:saturation");
		pool.setMaximumPoolSize(2);
		pool.setConnectionTimeout(3000);
		this.pools.add(pool);
		return pool;
	}

	private void gauge(String name, int value, String... tags) {
		Gauge.builder(name, () -> value).tags(tags).register(this.registry);
	}

	private SaturationReadings read(SaturationSource source) {
		SaturationReadings readings = Readings.create(0, this.said);
		source.read(readings);
		return readings;
	}

	private static DataSourcePoolMetadata metadata(int active, int max) {
		DataSourcePoolMetadata metadata = Mockito.mock(DataSourcePoolMetadata.class);
		given(metadata.getActive()).willReturn(active);
		given(metadata.getMax()).willReturn(max);
		return metadata;
	}

}
