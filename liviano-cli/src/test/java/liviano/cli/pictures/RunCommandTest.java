package liviano.cli.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import javax.imageio.ImageIO;
import liviano.cli.Cli;
import liviano.cli.ExitStatus;
import liviano.formats.npy.NpyArrays;
import liviano.graph.Graph;
import liviano.graph.GraphBuilder;
import liviano.graph.Op;
import liviano.graph.Value;
import liviano.json.Json;
import liviano.json.JsonObject;
import liviano.model.Model;
import liviano.model.ModelCard;
import liviano.model.Preprocessing;
import liviano.model.RandomWeights;
import liviano.model.Role;
import liviano.model.TensorLayout;
import liviano.model.VisionTask;
import liviano.tensor.DType;
import liviano.tensor.Extents;
import liviano.tensor.Quantization;
import liviano.tensor.Shape;
import liviano.weights.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("locale")
class RunCommandTest {
  @TempDir Path folder;
  private Path two;
  private Path picture;
  private Path pair;

  /** A network that adds a vector to a picture's channels; its file has the channels first. */
  @BeforeEach
  void save() throws IOException {
    GraphBuilder builder = Graph.builder();
    Value image = builder.input("image", Shape.of(1, 2, 3));
    Value vector = builder.input("vector", Shape.of(3));
    Value sum = builder.add("sum", new Op.Add(), image, vector);
    Value mean = builder.add("mean", new Op.GlobalAveragePool(), sum);
    Graph graph = builder.output("map/sum:0", sum).output("mean", mean).build();
    SequencedMap<String, TensorLayout> layouts = new LinkedHashMap<>();
    layouts.put("image", new TensorLayout(List.of(1, 3, 1, 2), List.of(0, 2, 3, 1)));
    layouts.put("map/sum:0", new TensorLayout(List.of(1, 3, 1, 2), List.of(0, 2, 3, 1)));
    two = folder.resolve("two.safetensors");
    model(graph, layouts).save(two);
    picture = folder.resolve("pixels.png");
    BufferedImage pixels = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
    pixels.setRGB(0, 0, 0x0a141e);
    pixels.setRGB(1, 0, 0x28323c);
    ImageIO.write(pixels, "png", picture.toFile());
    pair = folder.resolve("pair.npy");
    NpyArrays.write(pair, Tensor.of("", Extents.of(1, 3), 0.5f, 1, 100));
  }

  private static Model model(Graph graph, SequencedMap<String, TensorLayout> layouts) {
    ModelCard card =
        ModelCard.of(VisionTask.OTHER, "two", Preprocessing.keras(2, 1)).withLayouts(layouts);
    return new Model(graph, RandomWeights.of(graph, 1), card, Optional.empty());
  }

  private Cli.Outcome run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("run", "--model", two.toString()));
    all.addAll(List.of(arguments));
    return Cli.piped().run(all.toArray(String[]::new));
  }

  private void assertFails(String message, String... arguments) {
    Cli.Outcome outcome = run(arguments);
    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).hasLineCount(1).startsWith("liviano: ").contains(message);
  }

  @Test
  void jsonHasTheFilesNamesShapesAndNumbers() {
    Cli.Outcome outcome =
        run("--input", "vector=" + pair, "--input", picture + "", "--scale=0.1", "--json");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .isEqualTo(
            "{\"outputs\":[{\"name\":\"map/sum:0\",\"shape\":[1,3,1,2],\"type\":\"float32\","
                + "\"values\":[1.5,4.5,3.0,6.0,103.0,106.0]},"
                + "{\"name\":\"mean\",\"shape\":[1,3],\"type\":\"float32\","
                + "\"values\":[3.0,4.5,104.5]}]}\n");
  }

  @Test
  void onlyTheOutputsAskedForAreGiven() {
    JsonObject json =
        Json.parse(
                run(
                        "--json",
                        "--scale=1",
                        "--output",
                        "mean",
                        "--input",
                        "image=" + picture,
                        "--input",
                        pair + "")
                    .out())
            .asObject();

    assertThat(json.array("outputs").objects()).hasSize(1);
    assertThat(json.array("outputs").object(0).string("name")).isEqualTo("mean");
    assertFails(
        "there is no value 'other'",
        "--output",
        "other",
        "--input",
        picture + "",
        "--input",
        pair + "");
  }

  @Test
  void outputsBecomeArraysUnderSafeNames() throws IOException {
    Path out = folder.resolve("out");
    Cli.Outcome outcome =
        run("--input", picture + "", "--input", pair + "", "--scale=1", "--out", out + "");

    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(outcome.out().lines())
        .containsExactly(
            out.resolve("map_sum_0.npy") + ": float32 [1, 3, 1, 2]",
            out.resolve("mean.npy") + ": float32 [1, 3]");
    assertThat(NpyArrays.read(out.resolve("map_sum_0.npy")))
        .isEqualTo(Tensor.of("", Extents.of(1, 3, 1, 2), 10.5f, 40.5f, 21, 51, 130, 160));
  }

  @Test
  void namesOfFilesAreSafe() {
    Set<String> taken = new HashSet<>();
    assertThat(RunOutputs.fileName("../../etc/x", taken)).isEqualTo("_._.._etc_x");
    assertThat(RunOutputs.fileName("", taken)).isEqualTo("output");
    assertThat(RunOutputs.fileName("Out:0", taken)).isEqualTo("Out_0");
    assertThat(RunOutputs.fileName("out_0", taken)).isEqualTo("out_0_2");
    assertThat(RunOutputs.fileName("x".repeat(500), taken)).hasSize(100);
  }

  @Test
  void peopleSeeATableAndTheLikeliestClasses() throws IOException {
    GraphBuilder builder = Graph.builder();
    Value image = builder.input("image", Shape.of(1, 2, 3));
    Value mean = builder.add("mean", new Op.GlobalAveragePool(), image);
    Graph graph = builder.output("answer", mean).build();
    SequencedMap<String, Role> roles = new LinkedHashMap<>();
    roles.put("answer", Role.LOGITS);
    Model model = model(graph, new LinkedHashMap<>());
    model
        .withCard(model.card().withRoles(roles).withLabels(List.of("red", "green", "blue")))
        .save(two);

    Cli.Outcome outcome = run("--input", picture + "", "--scale=1");

    assertThat(outcome.out().lines())
        .containsExactly(
            "output  type     shape    least    most    mean  first",
            "answer  float32  [1, 3]  25.000  45.000  35.000  25.000 35.000 45.000",
            "",
            "answer",
            "  45.000  blue",
            "  35.000  green",
            "  25.000  red");
  }

  @Test
  void theTableIsNoWiderThanAScreen() throws IOException {
    GraphBuilder builder = Graph.builder();
    Value image = builder.input("image", Shape.of(1, 2, 3));
    Op thin = new Op.Quantize(DType.U8, Quantization.of(0.023528477f, 0));
    String name = "MobilenetV1/Logits/AvgPool_1a/AvgPool";
    Graph graph = builder.output("out", image).build();
    model(graph, new LinkedHashMap<>()).save(two);
    List<String> wide = run("--input", picture + "", "--scale=1").out().lines().toList();
    Value pooled =
        builder.add("thin", thin, builder.add("pool", new Op.GlobalAveragePool(), image));
    model(builder.output(name, pooled).build(), new LinkedHashMap<>()).save(two);
    List<String> own = run("--input", picture + "", "--scale=1").out().lines().toList();

    assertThat(wide)
        .containsExactly(
            "output  type     shape          least    most    mean  first",
            "out     float32  [1, 1, 2, 3]  10.000  60.000  35.000  10.000 20.000 30.000 ...");
    assertThat(own).contains("out", name).allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
  }

  @Test
  void anInputLargerThanPicturesSaysWhatItIs() throws IOException {
    GraphBuilder builder = Graph.builder();
    Value image = builder.input("image", Shape.of(1, 1 << 20, 3));
    model(builder.output("out", image).build(), new LinkedHashMap<>()).save(two);

    Cli.Outcome outcome = run("--input", picture + "");

    assertThat(outcome.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(outcome.err())
        .contains(
            "the network's input 'image' (float32 [1, 1, 1048576, 3]) is larger than pictures");
  }

  @Test
  void whatWasAssumedIsTold() throws IOException {
    Path large = folder.resolve("large.png");
    ImageIO.write(new BufferedImage(7, 5, BufferedImage.TYPE_INT_RGB), "png", large.toFile());

    Cli.Outcome outcome = run("--input", large + "", "--input", pair + "", "--json");

    assertThat(outcome.status()).isZero();
    assertThat(outcome.err().lines())
        .containsExactly(
            "liviano: "
                + large
                + ": 7x5, brought to the size of input 'image' (float32 [1, 3, 1, 2]): squashed,"
                + " tensorflow bilinear",
            "liviano: "
                + large
                + ": its pixels become (pixel - 127.5) / 127.5, as the model's card says; --scale"
                + " or --mean would say it otherwise");
  }

  @Test
  void whatDoesNotFitIsOneLine() throws IOException {
    Path wrong = folder.resolve("wrong.npy");
    NpyArrays.write(wrong, Tensor.of("", Extents.of(3), 1, 2, 3));
    Path text = Files.writeString(folder.resolve("text.png"), "no picture");

    assertFails("input 'vector' (float32 [1, 3]) is missing", "--input", picture + "");
    assertFails(
        wrong + ": it is float32 [3], but input 'vector' (float32 [1, 3]) is needed",
        "--input",
        picture + "",
        "--input",
        wrong + "",
        "--scale=1");
    assertFails(
        "takes no picture: give it an array",
        "--input",
        "vector=" + picture,
        "--input",
        picture + "",
        "--scale=1");
    assertFails("there is no input 'x'; there are", "--input", "x=" + pair);
    assertFails("gone.npy: no such file", "--input", "gone.npy", "--input", pair + "");
    assertFails("text.png: ", "--input", text + "", "--input", pair + "");
    assertFails("is given twice", "--input", "vector=" + pair, "--input", "vector=" + pair);
    assertFails(
        "there is no input left for it",
        "--input",
        picture + "",
        "--input",
        pair + "",
        "--input",
        pair + "",
        "--scale=1");
  }

  @Test
  void optionsThatContradictEachOtherAreRefused() {
    assertThat(run("--input", pair + "", "--json", "--out", "x").err())
        .hasLineCount(1)
        .contains("give --json or --out, not both");
    assertThat(run("--input", pair + "", "--scale=1", "--mean=0", "--std=1").status())
        .isEqualTo(ExitStatus.USAGE);
  }

  @Test
  void numbersThatJsonCannotSayAreTold() throws IOException {
    NpyArrays.write(pair, Tensor.of("", Extents.of(1, 3), 1, Float.NaN, 3));

    assertFails(
        "output 'map/sum:0' holds a number that is not finite",
        "--input",
        picture + "",
        "--input",
        pair + "",
        "--scale=1",
        "--json");
  }
}
