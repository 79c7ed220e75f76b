package io.github.observability.saturation.pool;

import java.util.List;

import javax.sql.DataSource;

import io.github.observability.saturation.SaturationReadings;
import io.github.observability.saturation.SaturationSource;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.metadata.CompositeDataSourcePoolMetadataProvider;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadata;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;

/**
 * Connection pools, as far as Boot's metadata knows them.
 */
final class DataSourceSource implements SaturationSource {

	private final PoolBeans beans;

	private final DataSourcePoolMetadataProvider metadata;

	private final @Nullable HikariPools hikari;

	/**
	 * Create an instance.
	 * @param beans know the data sources
	 * @param metadata Boot's providers of metadata
	 * @param hikari knows more of Hikari's pools, {@code null} without Hikari
	 */
	DataSourceSource(PoolBeans beans, List<DataSourcePoolMetadataProvider> metadata, @Nullable HikariPools hikari) {
		this.beans = beans;
		this.metadata = new CompositeDataSourcePoolMetadataProvider(metadata);
		this.hikari = hikari;
	}

	@Override
	public void read(SaturationReadings readings) {
		this.beans.forEach(DataSource.class, (name, dataSource) -> {
			String resource = "jdbc." + name;
			try {
				if (this.hikari == null || !this.hikari.read(resource, dataSource, readings)) {
					read(resource, dataSource, readings);
				}
			}
			catch (RuntimeException ex) {
				readings.unreadable(resource, ex);
			}
		});
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
