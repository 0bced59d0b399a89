package liviano.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptTest {
  private static final String JSON = "application/json";
  private static final String PNG = "image/png";

  private static String choose(String accept) {
    return Accept.choose(Headers.of(Map.of("Accept", List.of(accept))), List.of(JSON, PNG));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/*|application/json",
        "''|application/json",
        "image/png|image/png",
        "IMAGE/PNG|image/png",
        "image/*|image/png",
        "image/png, application/json|application/json",
        "image/png, application/json;q=0.9|image/png",
        "application/json;q=0.5, */*;q=0.6|image/png",
        "text/html, image/webp;q=0.9, */*;q=0.1|application/json",
        "image/*;q=0, */*|application/json",
        "image/png;q=1.000, */*;q=0.999|image/png",
        "image/png , ,|image/png"
      })
  void whatTheClientLikesBestIsChosen(String accept, String chosen) {
    assertThat(choose(accept)).isEqualTo(chosen);
  }

  @Test
  void withoutAcceptTheFirstIsChosen() {
    assertThat(Accept.choose(Headers.of(Map.of()), List.of(PNG, JSON))).isEqualTo(PNG);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "application/json;q=0", "image/jpeg, text/*", "*/*;q=0"})
  void whoTakesNoneIsToldWhatThereIs(String accept) {
    assertThatThrownBy(() -> choose(accept))
        .isInstanceOfSatisfying(HttpException.class, e -> assertThat(e.status()).isEqualTo(406))
        .hasMessageContaining(JSON + " or " + PNG);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "image/png;q=2", "image/png;q=x", "image/png;q", "a/b;x=\""})
  void whatIsNoListIsRefused(String accept) {
    assertThatThrownBy(() -> choose(accept))
        .isInstanceOfSatisfying(HttpException.class, e -> assertThat(e.status()).isEqualTo(400));
  }
}
