package liviano.cli.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import liviano.cli.UsageException;
import liviano.formats.store.Catalogue;
import liviano.formats.store.Published;
import liviano.formats.store.Source;
import org.junit.jupiter.api.Test;

class SourcesTest {
  /** One after the other, where none of them can be reached. */
  @Test
  void allSourcesOfAModelTogetherGiveUpWithinTenSeconds() {
    assertThat(Catalogue.builtIn().all()).isNotEmpty();
    for (Published model : Catalogue.builtIn().all()) {
      Duration all =
          model.sources().stream()
              .map(SourcesTest::longestWithoutAConnection)
              .reduce(Duration.ZERO, Duration::plus);
      assertThat(all).as(model.name()).isLessThan(Duration.ofSeconds(10));
    }
  }

  private static Duration longestWithoutAConnection(Source source) {
    return switch (source) {
      case Source.NpmPackage _ -> Sources.NPM.first();
      case Source.WebFolder _, Source.WebFile _ -> Patience.USUAL.connect();
    };
  }

  @Test
  void environmentDecides() {
    Sources usual = Sources.of(Map.of());
    assertThat(usual.areLocal()).isFalse();
    assertThat(usual.npm().isThere()).isFalse();
    String here = System.getProperty("java.io.tmpdir");
    assertThat(Sources.of(Map.of("LIVIANO_MIRROR", here)).areLocal()).isTrue();
    assertThat(Sources.of(Map.of("LIVIANO_MIRROR", "https://m.example/")).areLocal()).isFalse();
    assertThatThrownBy(() -> Sources.of(Map.of("https_proxy", "socks5://proxy:1")))
        .isInstanceOf(UsageException.class);
  }
}
