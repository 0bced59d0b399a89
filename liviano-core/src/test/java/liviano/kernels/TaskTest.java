package liviano.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a task says of itself. */
class TaskTest {
  static List<KernelCase> oneOfEach() {
    return FormatChecks.ONE_OF_EACH;
  }

  /** A task with a constant that it does not name would be computed in any format of it. */
  @ParameterizedTest
  @MethodSource("oneOfEach")
  void itsParamsAreAllConstantsAmongItsParts(KernelCase test) throws ReflectiveOperationException {
    assertThat(test.params()).containsExactlyInAnyOrderElementsOf(constants(test.task()));
  }

  private static List<Param> constants(Object part) throws ReflectiveOperationException {
    List<Param> found = new ArrayList<>();
    if (part instanceof Param param) {
      found.add(param);
    } else if (part instanceof Optional<?> optional) {
      found.addAll(optional.isPresent() ? constants(optional.get()) : List.of());
    } else if (part instanceof Task || part instanceof Epilogue) {
      for (RecordComponent component : part.getClass().getRecordComponents()) {
        component.getAccessor().setAccessible(true);
        found.addAll(constants(component.getAccessor().invoke(part)));
      }
    }
    return found;
  }

  @Test
  void multiplyAddsAreThoseOfConvolutionsAndDenseLayers() {
    Geometry strided = new Geometry(2, 8, 6, 4, 4, 3, 12, 3, 3, 2, 2, 1, 1, 1, 1);
    Param any = Tensors.param("p", new float[12 * 9 * 2], 12, 3, 3, 2);
    Param taps = Tensors.param("p", new float[9 * 12], 3, 3, 12);
    Linear.Convolution grouped = new Linear.Convolution(strided, 2, any, Epilogue.NONE);
    Linear.Depthwise filter = new Linear.Depthwise(strided, taps, Epilogue.NONE);
    Linear.Pointwise project =
        new Linear.Pointwise(24, 12, 5, Tensors.param("p", new float[60], 5, 12), Epilogue.NONE);

    assertThat(grouped.multiplyAdds()).isEqualTo(2L * 4 * 3 * 12 * 9 * 2);
    assertThat(filter.multiplyAdds()).isEqualTo(2L * 4 * 3 * 12 * 9);
    assertThat(project.multiplyAdds()).isEqualTo(24L * 12 * 5);
    assertThat(new Fused.InvertedResidual(Optional.empty(), filter, project).multiplyAdds())
        .isEqualTo(filter.multiplyAdds() + project.multiplyAdds());
    assertThat(new Elementwise.Add(24, Clamp.NONE).multiplyAdds()).isZero();
  }

  static Stream<Linear> linear() {
    return FormatChecks.ONE_OF_EACH.stream()
        .flatMap(test -> test.task().layers().stream())
        .filter(Linear.class::isInstance)
        .map(Linear.class::cast);
  }

  @ParameterizedTest
  @MethodSource("linear")
  void aLinearTaskWithItsOwnPartsIsItself(Linear task) {
    assertThat(task.with(task.weight(), task.epilogue(), task.formats())).isEqualTo(task);
    assertThat(task.withClamp(Clamp.RELU6, task.formats()).clamp()).isEqualTo(Clamp.RELU6);
    assertThat(task.weighsChannelsInnermost())
        .isEqualTo(task.weight().shape().dims().getFirst() != task.outChannels());
  }
}
