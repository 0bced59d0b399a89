package liviano.formats.tfjs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import liviano.MalformedModelException;
import liviano.UnsupportedModelException;
import liviano.formats.ModelFiles;
import liviano.json.JsonArray;
import liviano.json.JsonObject;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a damaged or a hostile file holds beside the graph: JSON, shards and constants. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("locale")
class TfjsModelTest extends SmallSsdLiteFolder {
  @Test
  void shardsMustBeThereAndHoldExactlyTheConstants() throws IOException {
    file().write(folder);
    Path shard = folder.resolve("group1-shard2of2");
    byte[] bytes = Files.readAllBytes(shard);

    Files.write(shard, Arrays.copyOf(bytes, bytes.length - 1));
    refuses("bytes, the constants take");
    Files.write(shard, Arrays.copyOf(bytes, bytes.length + 1));
    refuses("bytes, the constants take");
    Files.delete(shard);
    refuses("shard \"group1-shard2of2\" is missing");
    Files.createDirectory(shard);
    refuses("shard \"group1-shard2of2\" is missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../shard", "/etc/passwd", "a/b", "..", ".hidden", "", "a\\b", "C:x", "a\u0000b"})
  void shardsAreFilesBesideTheModel(String name) throws IOException {
    TfjsFile file = file();
    file.write(folder);
    file.shards = List.of("group1-shard1of2", name);
    Files.writeString(folder.resolve("model.json"), file.json());

    refuses("is not the name of a file in the same folder");
  }

  @ParameterizedTest
  @CsvSource({
    "'-1', an extent of -1",
    "'3,3,3,0', bytes",
    "'1,1,1,1,1,1,1,1,1', 9 dimensions",
  })
  void absurdShapesAreRefused(String shape, String reason) throws IOException {
    refuses(file -> constant(file, "stem.conv/filter", "float32", dims(shape)), reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1000000000,1000000000,3",
        "2147483647,2147483647,3",
        "9223372036854775807",
        "300000000"
      })
  void shapesBeyondTheLimitAreRefused(String shape) throws IOException {
    write(file -> constant(file, "stem.conv/filter", "float32", dims(shape)));
    refuses(
        UnsupportedModelException.class,
        "\"stem.conv/filter\"",
        "LOADED_BYTES",
        "-Dliviano.limits=");
  }

  private static long[] dims(String shape) {
    return Arrays.stream(shape.split(",")).mapToLong(Long::parseLong).toArray();
  }

  private static void constant(TfjsFile file, String name, String type, long... dims) {
    file.constants.put(
        name,
        JsonObject.builder()
            .put("name", name)
            .put("dtype", type)
            .put("shape", JsonArray.ofLongs(dims))
            .build());
  }

  @Test
  void otherKindsOfConstantsAreRefused() throws IOException {
    refuses(file -> constant(file, "one", "complex64"), "\"one\"", "\"complex64\"");
    refuses(file -> constant(file, "one", "int32"), "\"one\"");
    refuses(
        file ->
            file.constants.put(
                "one",
                JsonObject.builder()
                    .put("name", "one")
                    .put("dtype", "float32")
                    .put("shape", JsonArray.of())
                    .put("quantization", JsonObject.builder().put("dtype", "int4").build())
                    .build()),
        "\"one\"",
        "\"int4\"");
    refuses(file -> constant(file, "size", "float32", 2), "integers");
  }

  @Test
  void aNumberThatIsNoneIsRefused() throws IOException {
    float[] bias = WEIGHTS.get("stem.conv.bias").toFloats();
    bias[1] = Float.NaN;
    refuses(
        file -> {
          file.floats("nan", new int[] {bias.length}, bias);
          file.node("stem.conv/biased", "Add", "nan", "stem.conv");
        },
        "stem.conv.bias",
        "not finite");
  }

  @Test
  void jsonThatIsCutOrOfAnotherModelIsRefused() throws IOException {
    file().write(folder);
    Path json = folder.resolve("model.json");
    String whole = Files.readString(json);
    for (int part = 0; part < 20; part++) {
      Files.writeString(json, whole.substring(0, whole.length() * part / 20));
      refuses("at byte");
    }
    Files.writeString(json, "{\"modelTopology\": {\"model_config\": {}}, \"weightsManifest\": []}");
    refuses("it is no graph model");
    Files.writeString(json, "{\"images\": []}");
    refuses("modelTopology");
  }

  @Test
  void damagedJsonIsReadOrRefusedButNeverMore() throws IOException {
    file().write(folder);
    Path json = folder.resolve("model.json");
    byte[] whole = Files.readAllBytes(json);
    Random random = new Random(11);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      byte[] damaged = whole.clone();
      for (int k = 0; k <= i % 3; k++) {
        damaged[random.nextInt(damaged.length)] =
            (byte) "0123456789-:\"abz".charAt(random.nextInt(16));
      }
      Files.write(json, damaged);
      try {
        ModelFiles.read(folder);
      } catch (MalformedModelException e) {
        refused++;
        assertThat(e.getMessage()).doesNotContain("\n").contains("model.json: ");
      }
    }

    assertThat(refused).isGreaterThan(200);
  }
}
