package liviano.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import liviano.graph.Op;
import liviano.graph.Padding;
import liviano.graph.Window;
import liviano.json.Json;
import liviano.json.JsonArray;
import liviano.json.JsonException;
import liviano.json.JsonNumber;
import liviano.json.JsonObject;
import liviano.json.JsonString;
import liviano.json.JsonValue;
import liviano.tensor.DType;
import liviano.tensor.DetectionRule;
import liviano.tensor.Nearest;
import liviano.tensor.Nearest.Rounding;
import liviano.tensor.Quantization;
import liviano.tensor.Rescaling;
import liviano.tensor.Sampling;
import liviano.tensor.Shape;
import liviano.tensor.UnaryFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation that there is, with drawn settings. */
class OpJsonTest {
  private static final int DRAWS = 50;

  private final Random random = new Random(20);

  /** The records of the sealed hierarchy, so that a new one cannot be left out. */
  static List<Class<?>> operations() {
    return leaves(Op.class).distinct().toList();
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(OpJsonTest::leaves)
        : Stream.of(type);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void everyOperationComesBackAsItWasWritten(Class<?> type) {
    for (int i = 0; i < DRAWS; i++) {
      Op op = draw(type);
      assertThat(read(write(op))).isEqualTo(op);
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void aMemberThatIsNoSettingIsRefused(Class<?> type) {
    JsonObject json = with(write(draw(type)), "colour", JsonNumber.of(1));

    assertThatThrownBy(() -> read(json))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("ops[0]")
        .hasMessageContaining("unknown member \"colour\"");
  }

  @ParameterizedTest
  @MethodSource("operations")
  void aSettingOfAnotherKindIsRefusedAtItsPlace(Class<?> type) {
    JsonObject json = write(draw(type));
    for (RecordComponent setting : type.getRecordComponents()) {
      for (JsonValue wrong : wrong(setting.getType())) {
        assertThatThrownBy(() -> read(with(json, setting.getName(), wrong)))
            .isInstanceOf(JsonException.class)
            .hasMessageContaining("ops[0]." + setting.getName());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void aMissingSettingIsNamed(Class<?> type) {
    JsonObject json = write(draw(type));
    for (RecordComponent setting : type.getRecordComponents()) {
      if (type == Op.Concat.class || type == Op.Quantize.class && isRescaling(setting)) {
        continue; // older files lack it
      }
      Map<String, JsonValue> members = new LinkedHashMap<>(json.members());
      assertThat(members.remove(setting.getName())).isNotNull();
      assertThatThrownBy(() -> read(JsonObject.of(members)))
          .isInstanceOf(JsonException.class)
          .hasMessageContaining("missing member \"" + setting.getName() + "\"");
    }
  }

  private static boolean isRescaling(RecordComponent setting) {
    return setting.getType() == Rescaling.class;
  }

  @Test
  void whatQuantizesInAnOlderFileTakesTheNearest() {
    Op quantize = new Op.Quantize(DType.U8, Quantization.of(0.5f, 3));
    Map<String, JsonValue> members = new LinkedHashMap<>(write(quantize).members());
    members.remove("rescaling");

    assertThat(read(JsonObject.of(members))).isEqualTo(quantize);
  }

  @Test
  void aConcatOfAnOlderFileIsAlongTheInnermostExtent() {
    assertThat(read(JsonObject.builder().put("op", "concat").build())).isEqualTo(new Op.Concat());
  }

  @Test
  void infiniteEndsAreWords() {
    Op above = new Op.Clip(-1, Float.POSITIVE_INFINITY);
    Op all = new Op.Clip(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);

    assertThat(read(write(above))).isEqualTo(above);
    assertThat(read(write(all))).isEqualTo(all);
    assertThat(write(above).toJson()).contains("\"most\":\"infinity\"");
  }

  private static JsonObject write(Op op) {
    JsonObject.Builder json = JsonObject.builder();
    OpJson.write(op, json);
    return json.build();
  }

  /** Through text, and at a place. */
  private static Op read(JsonObject json) {
    String text = JsonObject.builder().put("ops", JsonArray.of(json)).build().toJson();
    return OpJson.read(Json.parse(text).asObject().array("ops").object(0), List.of());
  }

  private static JsonObject with(JsonObject json, String key, JsonValue value) {
    Map<String, JsonValue> members = new LinkedHashMap<>(json.members());
    members.put(key, value);
    return JsonObject.of(members);
  }

  private static List<JsonValue> wrong(Class<?> type) {
    JsonValue text = new JsonString("many");
    return type == int.class
        ? List.of(text, JsonNumber.of(1.5), JsonNumber.of(1L << 40))
        : type == float.class ? List.of(text, JsonNumber.of(1e300)) : List.of(text);
  }

  private Op draw(Class<?> type) {
    RecordComponent[] settings = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(settings).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values = Arrays.stream(types).map(this::value).toArray();
    try {
      return (Op) type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(type + " is drawn otherwise", e);
    }
  }

  private Object value(Class<?> type) {
    if (type == int.class) {
      return random.nextInt();
    } else if (type == float.class) {
      return random.nextFloat(-1e6f, 1e6f);
    } else if (type == boolean.class) {
      return random.nextBoolean();
    } else if (type.isEnum()) {
      return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
    } else if (type == Window.class) {
      return new Window(size(), size(), size(), size(), size(), size(), padding());
    } else if (type == DetectionRule.class) {
      float scale = random.nextFloat(0.1f, 10);
      return new DetectionRule(
          size(),
          size(),
          size(),
          random.nextBoolean(),
          random.nextFloat(),
          random.nextFloat(0.1f, 1),
          size(),
          scale,
          2 * scale,
          3 * scale,
          4 * scale);
    } else if (type == UnaryFunction.class) {
      return function();
    } else if (type == Nearest.class) {
      return new Nearest((Sampling) value(Sampling.class), (Rounding) value(Rounding.class));
    } else if (type == Shape.class) {
      return Shape.of(random.ints(random.nextInt(1, 4), 1, 50).toArray());
    } else if (type == List.class) {
      return random.ints(random.nextInt(20), 0, 1000).boxed().toList();
    }
    if (type == Quantization.class) {
      List<Float> scales =
          random.doubles(random.nextInt(1, 4), 1e-6, 1).mapToObj(s -> (float) s).toList();
      return random.nextBoolean()
          ? new Quantization(scales, random.nextInt())
          : new Quantization(scales, scales.stream().map(_ -> random.nextInt()).toList());
    } else if (type == Op.class) {
      return draw(Op.Conv2d.class);
    } else if (type == Optional.class) {
      return random.nextBoolean()
          ? Optional.empty()
          : Optional.of(
              new Op.WeightFormat(
                  (DType) value(DType.class), (Quantization) value(Quantization.class)));
    }
    throw new AssertionError("no value is drawn for a " + type);
  }

  private UnaryFunction function() {
    float alpha = random.nextFloat();
    float beta = random.nextFloat();
    return switch (random.nextInt(7)) {
      case 0 -> new UnaryFunction.Elu(alpha);
      case 1 -> new UnaryFunction.Selu(alpha, beta);
      case 2 -> new UnaryFunction.Celu(alpha);
      case 3 -> new UnaryFunction.ThresholdedRelu(alpha);
      case 4 -> new UnaryFunction.HardSigmoid(alpha, beta);
      case 5 -> new UnaryFunction.Shrink(alpha, beta);
      default -> (UnaryFunction) value(UnaryFunction.Plain.class);
    };
  }

  private Padding padding() {
    return random.nextBoolean()
        ? Padding.SAME
        : new Padding.Explicit(size(), size(), size(), size());
  }

  private int size() {
    return random.nextInt(1, 9);
  }
}
