package io.github.observability.test.planted;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * A shop that instruments itself, rightly or not.
 */
@SpringBootApplication
class ShopApplication {

}
