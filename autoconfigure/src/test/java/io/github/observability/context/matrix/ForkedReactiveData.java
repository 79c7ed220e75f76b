package io.github.observability.context.matrix;

import java.io.IOException;
import java.nio.ByteBuffer;

import reactor.core.publisher.Mono;

import org.springframework.boot.CommandLineRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@link ForkedData} with WebFlux.
 */
public final class ForkedReactiveData {

	private ForkedReactiveData() {
	}

	/**
	 * Run the application.
	 * @param arguments arguments of the application
	 * @throws IOException if it does not answer
	 * @throws InterruptedException if interrupted meanwhile
	 */
	public static void main(String[] arguments) throws IOException, InterruptedException {
		ForkedData.run(Application.class, arguments);
	}

	@Import({ ForkedData.Common.class, Endpoints.class })
	static class Application {

		@Bean
		CommandLineRunner table(DatabaseClient r2dbc) {
			return (arguments) -> r2dbc.sql("create table if not exists cards (number text primary key, uses int)")
				.then()
				.block();
		}

	}

	@RestController
	static class Endpoints {

		private final DatabaseClient r2dbc;

		private final ReactiveStringRedisTemplate redis;

		Endpoints(DatabaseClient r2dbc, ReactiveStringRedisTemplate redis) {
			this.r2dbc = r2dbc;
			this.redis = redis;
		}

		@GetMapping("/R2DBC")
		Mono<String> r2dbc() {
			return this.r2dbc.sql("""
					insert into cards (number, uses) values (:number, 1)
					on conflict (number) do update set uses = cards.uses + 1""")
				.bind("number", DataWay.R2DBC.parameter())
				.fetch()
				.rowsUpdated()
				.map(String::valueOf);
		}

		@GetMapping("/R2DBC/failing")
		Mono<String> r2dbcFailing() {
			return this.r2dbc.sql("select cast(cast(:number as text) as int)")
				.bind("number", DataWay.R2DBC.parameter())
				.fetch()
				.first()
				.map(String::valueOf);
		}

		@GetMapping("/REDIS_REACTIVE")
		Mono<String> redis() {
			return this.redis.opsForValue().set("card", DataWay.REDIS_REACTIVE.parameter()).map(String::valueOf);
		}

		@GetMapping("/REDIS_REACTIVE/failing")
		Mono<String> redisFailing() {
			return this.redis
				.execute((connection) -> connection.scriptingCommands()
					.eval(buffer("return redis.error_reply('ERR refused ' .. ARGV[1])"), ReturnType.STATUS, 0,
							buffer(DataWay.REDIS_REACTIVE.parameter())))
				.next()
				.map(String::valueOf);
		}

		private static ByteBuffer buffer(String text) {
			return ByteBuffer.wrap(ForkedData.bytes(text));
		}

	}

}
