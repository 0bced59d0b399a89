package liviano.server.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import liviano.server.http.Client;
import liviano.server.http.HttpException;
import org.junit.jupiter.api.Test;

class TrustTest {
  @Test
  void clientsOfThisMachineAndThoseWithTheTokenAreTrusted() {
    Trust.require(new Client(true, false), "teach");
    Trust.require(new Client(false, true), "teach");
    assertThatThrownBy(() -> Trust.require(new Client(false, false), "teach"))
        .isInstanceOfSatisfying(HttpException.class, e -> assertThat(e.status()).isEqualTo(403))
        .hasMessageContaining("teach");
  }
}
