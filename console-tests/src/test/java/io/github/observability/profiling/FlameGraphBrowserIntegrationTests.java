package io.github.observability.profiling;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpServer;
import io.github.observability.console.Browser;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A flame graph as a person uses it: searched, zoomed into, and asking nobody for
 * anything.
 */
class FlameGraphBrowserIntegrationTests {

	private static final String MARKUP = "<img src=x onerror=\"document.title='owned'\"></script><script>document.title='owned'</script>";

	@Test
	void isSearchedAndZoomedAndRunsNothingOfItsNames() throws IOException {
		Browser.assumeInstalled();
		Stacks stacks = new Stacks(1_000);
		stacks.add(List.of("java.lang.Thread.run", "com.example.Orders.place", "com.example.Prices.find"), 60);
		stacks.add(List.of("java.lang.Thread.run", "com.example.Orders.place", "com.example.Stock.reserve"), 20);
		stacks.add(List.of("java.lang.Thread.run", MARKUP), 20);
		String page = FlameGraph.render(stacks, "cpu profile of 10 s", "samples");
		List<String> requests = new CopyOnWriteArrayList<>();
		HttpServer server = serve(page, requests);
		try (Browser browser = new Browser("http://localhost:" + server.getAddress().getPort())) {
			browser.await("#graph .frame");
			assertThat(browser.texts("#title")).containsExactly("cpu profile of 10 s");
			assertThat(browser.texts("#graph .frame")).contains("com.example.Prices.find", MARKUP);
			assertThat(browser.texts("#graph img, #graph script")).isEmpty();
			browser.await("#search").sendKeys("prices");
			Browser.until(() -> browser.texts("#found"), (found) -> found.contains("60.00 % matched"));
			assertThat(browser.texts("#graph .hit")).containsExactly("com.example.Prices.find");
			browser.await("#graph .frame[aria-label^='com.example.Stock.reserve']").click();
			Browser.until(() -> browser.texts("#graph .frame"),
					(frames) -> !frames.contains("com.example.Prices.find"));
			assertThat(browser.texts("#graph .frame")).contains("com.example.Orders.place",
					"com.example.Stock.reserve");
			assertThat(browser.texts("#detail").get(0)).contains("com.example.Stock.reserve").contains("20.00 %");
			browser.await("#reset").click();
			Browser.until(() -> browser.texts("#graph .frame"), (frames) -> frames.contains("com.example.Prices.find"));
			assertThat(browser.complaints()).isEmpty();
			assertThat(browser.texts("#title")).doesNotContain("owned");
			browser.picture("flamegraph");
			assertThat(requests).containsExactly("/observability?token=" + Browser.TOKEN);
		}
		finally {
			server.stop(0);
		}
	}

	private static HttpServer serve(String page, List<String> requests) throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			requests.add(exchange.getRequestURI().toString());
			byte[] body = page.getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().add("Content-Type", "text/html;charset=UTF-8");
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		server.start();
		return server;
	}

}
