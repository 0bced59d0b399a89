package liviano.train.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import liviano.json.Json;
import liviano.json.JsonException;
import liviano.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainRecipeTest {
  static List<TrainRecipe> recipes() {
    return TrainRecipe.ALL;
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void comesBackFromJson(TrainRecipe recipe) {
    TrainRecipe changed =
        recipe
            .withEpochs(7)
            .withBatch(5)
            .withRate(0.3)
            .withClip(OptionalDouble.of(2))
            .withWeightDecay(0.01)
            .withDropout(0.4)
            .withSmoothing(0.05)
            .withEma(OptionalDouble.empty())
            .withAugmentation(Augmenting.NONE);
    for (TrainRecipe each : List.of(recipe, changed)) {
      assertThat(TrainRecipe.of(Json.parse(each.toJson().toJson()).asObject())).isEqualTo(each);
    }
  }

  @Test
  void thePapersIsSection61() {
    Stage all = TrainRecipe.PAPER.stages().getFirst();
    assertThat(all.optimizer()).isEqualTo(new OptimizerSettings.RmsProp(0.9, 0.9, 1.0));
    assertThat(all.rate().at(0)).isEqualTo(0.045);
    assertThat(all.rate().at(1)).isCloseTo(0.045 * 0.98, within(1e-12));
    assertThat(all.rate().at(10)).isCloseTo(0.045 * Math.pow(0.98, 10), within(1e-12));
    assertThat(TrainRecipe.PAPER.batch()).isEqualTo(96);
    assertThat(TrainRecipe.PAPER.weightDecay()).isEqualTo(4e-5);
  }

  @Test
  void stairsStandStillBetweenSteps() {
    RateSchedule rate = TrainRecipe.SLIM.stages().getFirst().rate();
    assertThat(rate.at(2.4)).isEqualTo(0.045);
    assertThat(rate.at(2.5)).isCloseTo(0.045 * 0.98, within(1e-12));
  }

  @Test
  void aCosineRisesAndFallsOverAllItsEpochs() {
    RateSchedule rate = TrainRecipe.SMALL.withEpochs(50).stages().getLast().rate();
    assertThat(rate.at(0)).isPositive().isLessThan(0.01);
    assertThat(rate.at(1.5)).isCloseTo(0.03, within(1e-12));
    assertThat(rate.at(25.75)).isCloseTo(0.015, within(1e-12));
    assertThat(rate.at(50)).isCloseTo(0, within(1e-12));
    assertThat(rate.at(51)).isCloseTo(0, within(1e-12));
  }

  @Test
  void sayInALineWhatTheyDo() {
    assertThat(TrainRecipe.FINETUNE.withEpochs(1).words())
        .isEqualTo(
            "finetune: batch 32, the last layer for 2 epochs at rate 0.02, all layers for 1 epoch"
                + " at rate 0.02");
  }

  @Test
  void workersShareABatchEvenlyOrNotAtAll() {
    assertThat(TrainRecipe.PAPER.share(8)).isEqualTo(12);
    assertThatThrownBy(() -> TrainRecipe.PAPER.share(7))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a batch of 96 cannot be shared evenly by 7 workers: give --batch 91 or 98");
    assertThatThrownBy(() -> TrainRecipe.PAPER.withBatch(3).share(4))
        .hasMessageEndingWith("--batch 4");
  }

  @Test
  void aNameThatIsNoneIsHelped() {
    assertThatThrownBy(() -> TrainRecipe.named("finetine"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there is no recipe 'finetine'")
        .hasMessageContaining("paper, slim, torchvision, small, finetune")
        .hasMessageContaining("did you mean finetune?");
  }

  @Test
  void numbersBeyondTheirRangeAreRefused() {
    assertThatThrownBy(() -> TrainRecipe.PAPER.withBatch(0)).hasMessageContaining("batch");
    assertThatThrownBy(() -> TrainRecipe.PAPER.withEpochs(0)).hasMessageContaining("epochs");
    assertThatThrownBy(() -> TrainRecipe.PAPER.withRate(-1)).hasMessageContaining("rate");
    assertThatThrownBy(() -> TrainRecipe.PAPER.withRate(Double.NaN)).hasMessageContaining("rate");
    JsonObject json = TrainRecipe.PAPER.toJson();
    String broken = json.toJson().replace("\"batch\":96", "\"batch\":-96");
    assertThatThrownBy(() -> TrainRecipe.of(Json.parse(broken).asObject()))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("batch");
    for (String change :
        List.of("\"momentum\":7", "\"factor\":0", "\"unknown\":1,\"momentum\":0.9")) {
      String member = change.contains("factor") ? "\"factor\":0.98" : "\"momentum\":0.9";
      String other = json.toJson().replace(member, change);
      assertThatThrownBy(() -> TrainRecipe.of(Json.parse(other).asObject()))
          .as(change)
          .isInstanceOf(JsonException.class);
    }
  }
}
