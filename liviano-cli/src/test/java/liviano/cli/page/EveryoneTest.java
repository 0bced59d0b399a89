package liviano.cli.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import liviano.server.LivianoServer;
import liviano.vision.drawing.Palette;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page is for everyone: by keyboard, on a phone, in the dark, in Spanish. */
@InBrowser
class EveryoneTest {
  private static final List<String> TABS =
      List.of("classify", "detect", "segment", "embed", "explain", "live", "teach");
  private static LivianoServer server;

  @BeforeAll
  static void start() throws IOException {
    server = LivianoServer.builder().start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Every tab, empty and with what can be in it, on every screen. */
  @ParameterizedTest
  @EnumSource(Visit.Look.class)
  void noTabHasASeriousFaultOrIsTooWide(Visit.Look look, Chromium chromium) throws IOException {
    try (Visit visit = chromium.visit(look)) {
      Answers.on(visit.page()).to(visit.page(), "embed", EMBEDDING);
      visit.open(server.address(), "classify");
      visit.page().evaluate(Chromium.axe());
      requireGood(visit, "empty");
      visit.sample("kitchen");
      for (String tab : TABS) {
        visit.tab(tab);
        switch (tab) {
          case "classify" -> visit.find(".bars button").first().waitFor();
          case "detect", "segment" -> visit.find(".found button").first().waitFor();
          case "explain" -> visit.find(".map").first().waitFor();
          case "embed" -> {
            visit.find("[data-samples]").click();
            assertThat(visit.find(".tile .row-score")).hasText(LIKENESS);
          }
          case "live" -> {
            visit.find("[data-live=start]").click();
            visit.find(".found .row").first().waitFor();
          }
          default -> visit.drop("#panel-teach .class-card", "kitchen.png", "street.png");
        }
        requireGood(visit, tab);
      }
      visit.tab("classify");
      visit.find(".picker .quiet").click();
      requireGood(visit, "models to install");
    }
  }

  private static final String EMBEDDING =
      "{\"width\": 640, \"height\": 480, \"embedding\": [0.6, 0.8]}";

  private static final String[] LIKENESS = {"reference", "1.00", "1.00", "1.00"};

  private static void requireGood(Visit visit, String where) {
    Object found =
        visit
            .page()
            .evaluate(
                """
                axe.run({resultTypes: ['violations']}).then(({violations}) => violations
                    .filter(({impact}) => impact === 'serious' || impact === 'critical')
                    .map(({id, nodes}) => `${id}: ${nodes.map((n) => n.target).join(', ')}`))""");
    assertThat((List<?>) found).as(where).isEmpty();
    assertThat(visit.page().evaluate("document.documentElement.scrollWidth - innerWidth"))
        .as("pixels that " + where + " is too wide")
        .isEqualTo(0);
  }

  @Test
  void aPhoneShowsAllTabsInTwoRows(Chromium chromium) {
    try (Visit visit = chromium.visit(Visit.Look.PHONE)) {
      Answers.on(visit.page());
      visit.open(server.address(), "classify");
      for (String language : List.of("en", "es")) {
        visit.find(".top-tools select").selectOption(language);
        Object tabs =
            visit
                .page()
                .evaluate(
                    """
                    [...document.querySelectorAll('[role=tab]')]
                        .map((tab) => tab.getBoundingClientRect())
                        .map(({top, left, right}) => [Math.round(top), left >= 0 && right <= innerWidth])
                    """);
        List<List<?>> places =
            ((List<?>) tabs).stream().<List<?>>map(tab -> (List<?>) tab).toList();
        assertThat(places).hasSize(TABS.size()).allMatch(tab -> tab.get(1).equals(true));
        assertThat(places.stream().map(List::getFirst).distinct()).as(language).hasSize(2);
      }
    }
  }

  @Test
  void aKeyboardIsEnough(Chromium chromium) {
    try (Visit visit = chromium.visit(Visit.Look.LIGHT)) {
      Answers.on(visit.page());
      visit.open(server.address(), "classify");
      Page page = visit.page();
      page.focus("#tab-classify");
      page.keyboard().press("ArrowRight");
      assertThat(visit.find("#tab-detect")).isFocused();
      assertThat(page).hasURL(server.address().resolve("#detect").toString());
      page.focus("[data-sample=kitchen]");
      page.keyboard().press("Enter");
      visit.find(".found button").first().waitFor();
      page.focus("#threshold");
      page.keyboard().press("Home");
      assertThat(visit.find(".found button")).hasCount(3);
      page.keyboard().press("Tab");
      assertThat(visit.find(".found .active")).hasText("clock91%");
      page.keyboard().press("Tab");
      assertThat(visit.find(".found .active")).hasText("orange62%");
      assertThat(page.locator("#announcer")).hasText("clock 91%, orange 62%");
    }
  }

  @Test
  void speaksSpanish(Chromium chromium) {
    try (Visit visit = chromium.visit(Visit.Look.LIGHT)) {
      Answers.on(visit.page());
      visit.open(server.address(), "detect");
      visit.sample("kitchen");
      visit.find(".found button").first().waitFor();
      visit.find(".top-tools select").selectOption("es");
      assertThat(visit.find("[role=tab]"))
          .hasText(
              new String[] {
                "Clasificar", "Detectar", "Segmentar", "Comparar", "Explicar", "En vivo", "Enseñar"
              });
      assertThat(visit.find(".task-detect .count"))
          .hasText("2 objetos (1 más por debajo del umbral)");
      assertThat(visit.find(".samples")).hasAttribute("aria-label", "Ejemplos");
      visit.page().reload();
      assertThat(visit.page().locator("html")).hasAttribute("lang", "es");
      Object keys =
          visit
              .page()
              .evaluate(
                  """
                  Promise.all([import('./assets/js/texts/en.js'), import('./assets/js/texts/es.js')])
                      .then(([{english}, {spanish}]) => {
                        const gaps = (text) => (text.match(/\\{\\w+\\}/g) ?? []).sort().join();
                        return Object.keys({...english, ...spanish}).filter((key) =>
                          !(key in english) || !(key in spanish)
                              || gaps(english[key]) !== gaps(spanish[key]));
                      })""");
      assertThat((List<?>) keys).as("texts that differ in more than words").isEmpty();
    }
  }

  @Test
  void isLightOrDarkAsAskedAndRemembersIt(Chromium chromium) {
    try (Visit visit = chromium.visit(Visit.Look.DARK)) {
      Answers.on(visit.page());
      visit.open(server.address(), "classify");
      String colour = "getComputedStyle(document.body).backgroundColor";
      Object dark = visit.page().evaluate(colour);
      visit.find(".theme").click();
      Object light = visit.page().evaluate(colour);
      assertThat(light).isNotEqualTo(dark);
      visit.page().reload();
      visit.find("[role=tab]").first().waitFor();
      assertThat(visit.page().evaluate(colour)).isEqualTo(light);
    }
  }

  /** A class has one colour, whoever draws it. */
  @Test
  void coloursClassesAsTheCommandDoes(Chromium chromium) {
    try (Visit visit = chromium.visit(Visit.Look.LIGHT)) {
      Answers.on(visit.page());
      visit.open(server.address(), "classify");
      Object colours =
          visit
              .page()
              .evaluate(
                  """
                  import('./assets/js/draw/colour.js').then(({classColour}) =>
                    Array.from({length: 100}, (_, id) => classColour(id))
                        .map(([r, g, b]) => r << 16 | g << 8 | b))""");
      assertThat(((List<?>) colours).stream().map(value -> ((Number) value).intValue()).toList())
          .isEqualTo(IntStream.range(0, 100).map(id -> Palette.of(id).rgb()).boxed().toList());
    }
  }
}
