package liviano.paper.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.Limits;
import liviano.cli.CommandContext;
import liviano.cli.GlobalOptions;
import liviano.cli.output.Console;
import liviano.cli.output.Progress;
import liviano.cli.output.Terminal;
import liviano.cost.Cost;
import liviano.engine.CompileOptions;
import liviano.kernels.Providers;
import liviano.paper.published.Passes;
import liviano.paper.published.Published;
import liviano.paper.published.Row;
import liviano.paper.published.ZooNetwork;
import liviano.zoo.Recipe;
import liviano.zoo.Zoo;
import org.junit.jupiter.api.Test;

class NetworkStopwatchTest {
  private static final Recipe SMALL =
      Recipe.of("mobilenet_v2").withWidth(0.1).withResolution(32).withClasses(5);
  private static final Row ROW =
      new Row(
          "small",
          ZooNetwork.of("mobilenet_v2", r -> r.withWidth(0.1).withResolution(32).withClasses(5)),
          Published.NOTHING);

  private final ByteArrayOutputStream error = new ByteArrayOutputStream();
  private final Console console =
      new Console(
          new ByteArrayInputStream(new byte[0]),
          new ByteArrayOutputStream(),
          error,
          Terminal.none(StandardCharsets.UTF_8));
  private final CommandContext context = new CommandContext(console, new GlobalOptions(), Map.of());

  @Test
  void aTimeIsThatOfAllPassesOverAPicture() {
    NetworkStopwatch watch = watch(CompileOptions.defaults());

    Timed one = watch.time(ROW).orElseThrow();
    Timed many = watch.time(ROW.withPasses(new Passes(List.of(32, 64), true))).orElseThrow();

    long macs = Cost.of(Zoo.graph(SMALL)).multiplyAdds();
    long all = 2 * (macs + Cost.of(Zoo.graph(SMALL.withResolution(64))).multiplyAdds());
    assertThat(one.ms()).isPositive();
    assertThat(one.gmacPerSecond() * one.ms() * 1e6).isCloseTo(macs, within(1.0));
    assertThat(many.gmacPerSecond() * many.ms() * 1e6).isCloseTo(all, within(1.0));
    assertThat(one.kernels()).contains(Providers.available().getFirst().name());
    assertThat(watch.hasFailed()).isFalse();
  }

  @Test
  void everyLayerHasItsTime() {
    Map<String, Double> steps = watch(CompileOptions.defaults()).steps(SMALL);

    assertThat(steps).containsKeys("stem.conv", "blocks.16.project", "head.pool", "classifier");
    double all = steps.values().stream().mapToDouble(ms -> ms).sum();
    assertThat(all).isPositive();
    assertThat(steps.values()).allSatisfy(ms -> assertThat(ms).isBetween(0.0, 0.9 * all));
  }

  @Test
  void aSplitNetworkIsTimedToo() {
    assertThat(watch(CompileOptions.defaults()).time(SMALL, 3).orElseThrow().ms()).isPositive();
  }

  @Test
  void whatNeedsTooMuchMemoryIsReportedAndLeftOut() {
    NetworkStopwatch watch =
        watch(
            CompileOptions.builder()
                .limits(Limits.defaults().with(Limits.Limit.SESSION_BYTES, 1 << 10))
                .build());

    assertThat(watch.time(ROW)).isEqualTo(Optional.empty());
    assertThat(watch.hasFailed()).isTrue();
    assertThat(error.toString(StandardCharsets.UTF_8).lines())
        .singleElement()
        .asString()
        .startsWith("liviano: small: a session for this batch and input");
  }

  private NetworkStopwatch watch(CompileOptions options) {
    return new NetworkStopwatch(context, options, 0.02, new Progress(console, 10));
  }
}
