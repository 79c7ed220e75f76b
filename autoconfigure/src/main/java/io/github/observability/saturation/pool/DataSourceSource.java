package io.github.observability.saturation.pool;

import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import io.github.observability.saturation.SaturationReadings;
import io.github.observability.saturation.SaturationSource;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.boot.jdbc.metadata.CompositeDataSourcePoolMetadataProvider;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadata;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/**
 * Connection pools that Boot's metadata knows, and each target of a routing data source.
 */
final class DataSourceSource implements SaturationSource {

	private final PoolBeans beans;

	private final DataSourcePoolMetadataProvider metadata;

	private final @Nullable HikariPools hikari;

	/**
	 * Create an instance.
	 * @param beans the data sources
	 * @param metadata the providers of Boot's metadata
	 * @param hikari reads Hikari's pools, {@code null} without Hikari
	 */
	DataSourceSource(PoolBeans beans, List<DataSourcePoolMetadataProvider> metadata, @Nullable HikariPools hikari) {
		this.beans = beans;
		this.metadata = new CompositeDataSourcePoolMetadataProvider(metadata);
		this.hikari = hikari;
	}

	@Override
	public void read(SaturationReadings readings) {
		this.beans.forEach(DataSource.class, (name, dataSource) -> readSafely("jdbc." + name, dataSource, readings));
	}

	private void readSafely(String resource, DataSource dataSource, SaturationReadings readings) {
		try {
			AbstractRoutingDataSource routing = DataSourceUnwrapper.unwrap(dataSource, AbstractRoutingDataSource.class);
			if (routing != null) {
				readTargets(resource, routing, readings);
			}
			else if (this.hikari == null || !this.hikari.read(resource, dataSource, readings)) {
				read(resource, dataSource, readings);
			}
		}
		catch (RuntimeException ex) {
			readings.unreadable(resource, ex);
		}
	}

	/** A target that is a bean is read as such. */
	private void readTargets(String resource, AbstractRoutingDataSource routing, SaturationReadings readings) {
		Map<Object, DataSource> targets;
		try {
			targets = routing.getResolvedDataSources();
		}
		catch (IllegalStateException ex) {
			// Not initialized yet.
			return;
		}
		targets.forEach((key, target) -> {
			if (!this.beans.contains(target)) {
				readSafely(resource + "." + key, target, readings);
			}
		});
		DataSource other = routing.getResolvedDefaultDataSource();
		if (other != null && !this.beans.contains(other) && !targets.containsValue(other)) {
			readSafely(resource + ".default", other, readings);
		}
	}

	private void read(String resource, DataSource dataSource, SaturationReadings readings) {
		DataSourcePoolMetadata pool = this.metadata.getDataSourcePoolMetadata(dataSource);
		if (pool != null) {
			Integer active = pool.getActive();
			Integer max = pool.getMax();
			if (active != null && max != null) {
				readings.use(resource, active, max);
			}
		}
	}

}
