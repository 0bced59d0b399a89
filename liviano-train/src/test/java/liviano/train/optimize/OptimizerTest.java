package liviano.train.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import liviano.train.recipe.OptimizerSettings;
import liviano.train.torch.NoGrad;
import liviano.train.torch.Tensors;
import liviano.train.torch.TorchException;
import liviano.train.torch.TorchScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each against its formula, written out in doubles, over many steps. */
@Tag("libtorch")
class OptimizerTest {
  private static final int NUMBERS = 7;
  private static final int STEPS = 40;

  /** A number as the formula moves it. */
  private interface Formula {
    double step(int index, double weight, double gradient, double rate);
  }

  private final SplittableRandom random = new SplittableRandom(1);

  private float[] numbers() {
    float[] numbers = new float[NUMBERS];
    for (int i = 0; i < NUMBERS; i++) {
      numbers[i] = (float) random.nextDouble(-1, 1);
    }
    return numbers;
  }

  /** The gradient of {@code sum of (w - target)^2 / 2} is {@code w - target}. */
  private static void gradient(Tensor weights, float[] target) {
    try (TorchScope _ = TorchScope.open()) {
      weights.sub(Tensors.of(target, NUMBERS)).square().sum().mul(new Scalar(0.5)).backward();
    }
  }

  private void compare(OptimizerSettings settings, double factor, double decay, Formula formula) {
    float[] start = numbers();
    Tensor weights = Tensors.of(start, NUMBERS).set_requires_grad(true);
    double[] expected = new double[NUMBERS];
    for (int i = 0; i < NUMBERS; i++) {
      expected[i] = start[i];
    }
    try (Optimizer optimizer =
        Optimizer.of(settings, List.of(new TrainedParameter("w", weights, factor, decay)))) {
      for (int step = 0; step < STEPS; step++) {
        float[] target = numbers();
        double rate = 0.1 / (1 + step);
        optimizer.zeroGradients();
        gradient(weights, target);
        optimizer.step(rate);
        for (int i = 0; i < NUMBERS; i++) {
          double gradient = expected[i] - target[i] + decay * expected[i];
          expected[i] = formula.step(i, expected[i], gradient, rate * factor);
        }
      }
    }
    float[] got = Tensors.floats(weights);
    for (int i = 0; i < NUMBERS; i++) {
      assertThat((double) got[i]).isCloseTo(expected[i], within(2e-6 * STEPS));
    }
  }

  @ParameterizedTest
  @CsvSource({"0.9, 0.9, 1.0, 1, 0", "0.9, 0.9, 1e-10, 0.1, 0.01", "0.99, 0, 0.001, 1, 4e-5"})
  void rmsPropIsTensorFlows(
      double decay, double momentum, double epsilon, double factor, double weightDecay) {
    double[] squares = new double[NUMBERS];
    Arrays.fill(squares, 1);
    double[] momenta = new double[NUMBERS];
    compare(
        new OptimizerSettings.RmsProp(decay, momentum, epsilon),
        factor,
        weightDecay,
        (i, weight, gradient, rate) -> {
          squares[i] = decay * squares[i] + (1 - decay) * gradient * gradient;
          momenta[i] = momentum * momenta[i] + rate * gradient / Math.sqrt(squares[i] + epsilon);
          return weight - momenta[i];
        });
  }

  @ParameterizedTest
  @CsvSource({"0, false, 1, 0", "0.9, false, 1, 0.01", "0.9, true, 0.2, 0.01"})
  void gradientDescentIsItsFormula(
      double momentum, boolean nesterov, double factor, double weightDecay) {
    double[] momenta = new double[NUMBERS];
    compare(
        new OptimizerSettings.Sgd(momentum, nesterov),
        factor,
        weightDecay,
        (i, weight, gradient, rate) -> {
          momenta[i] = momentum * momenta[i] + gradient;
          return weight - rate * (nesterov ? gradient + momentum * momenta[i] : momenta[i]);
        });
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void goesOnBitForBitFromItsState(boolean rmsProp) {
    OptimizerSettings settings =
        rmsProp ? new OptimizerSettings.RmsProp(0.9, 0.9, 1) : new OptimizerSettings.Sgd(0.9, true);
    float[] start = numbers();
    List<float[]> targets = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      targets.add(numbers());
    }
    Tensor whole = Tensors.of(start, NUMBERS).set_requires_grad(true);
    run(settings, whole, targets, Map.of());
    Tensor first = Tensors.of(start, NUMBERS).set_requires_grad(true);
    Map<String, float[]> state = run(settings, first, targets.subList(0, 3), Map.of());
    Tensor second = Tensors.of(Tensors.floats(first), NUMBERS).set_requires_grad(true);
    run(settings, second, targets.subList(3, 6), state);
    assertThat(Tensors.floats(second)).containsExactly(Tensors.floats(whole));
  }

  private static Map<String, float[]> run(
      OptimizerSettings settings,
      Tensor weights,
      List<float[]> targets,
      Map<String, float[]> state) {
    try (Optimizer optimizer =
        Optimizer.of(settings, List.of(new TrainedParameter("w", weights, 1, 0.01)))) {
      try (NoGrad _ = NoGrad.open()) {
        state.forEach(
            (name, numbers) ->
                optimizer.state().get(name).copy_(Tensors.of(numbers, numbers.length)));
      }
      for (float[] target : targets) {
        optimizer.zeroGradients();
        gradient(weights, target);
        optimizer.step(0.05);
      }
      SequencedMap<String, float[]> after = new LinkedHashMap<>();
      optimizer.state().forEach((name, tensor) -> after.put(name, Tensors.floats(tensor)));
      return after;
    }
  }

  @Test
  void whatHasNoGradientStays() {
    Tensor still = Tensors.of(new float[] {1, 2}, 2).set_requires_grad(true);
    try (Optimizer optimizer =
        Optimizer.of(
            new OptimizerSettings.RmsProp(0.9, 0.9, 1),
            List.of(new TrainedParameter("w", still, 1, 0.5)))) {
      optimizer.step(1);
    }
    assertThat(Tensors.floats(still)).containsExactly(1, 2);
  }

  @Test
  void gradientsAreClippedTogether() {
    Tensor a = Tensors.of(new float[] {3}, 1).set_requires_grad(true);
    Tensor b = Tensors.of(new float[] {4}, 1).set_requires_grad(true);
    a.square().add(b.square()).mul(new Scalar(0.5)).sum().backward();
    assertThat(Clipping.clip(List.of(a, b), 10)).isCloseTo(5, within(1e-6));
    assertThat(Tensors.floats(a.grad())).containsExactly(3);
    assertThat(Clipping.clip(List.of(a, b), 1)).isCloseTo(5, within(1e-6));
    assertThat(Tensors.floats(a.grad())[0]).isCloseTo(0.6f, within(1e-6f));
    assertThat(Tensors.floats(b.grad())[0]).isCloseTo(0.8f, within(1e-6f));
  }

  @Test
  void gradientsThatAreNoNumbersTakeNoStep() {
    Tensor a = Tensors.of(new float[] {1}, 1).set_requires_grad(true);
    a.mul(new Scalar(Double.NaN)).sum().backward();
    assertThatThrownBy(() -> Clipping.clip(List.of(a), 1))
        .isInstanceOf(TorchException.class)
        .hasMessageContaining("gradients are no longer finite");
  }

  @Test
  void averagesFollowTheWeightsFasterAtFirst() {
    Tensor weight = Tensors.of(new float[] {1}, 1).set_requires_grad(true);
    SequencedMap<String, Tensor> weights = new LinkedHashMap<>(Map.of("w", weight));
    double expected = 1;
    try (Ema ema = new Ema(weights, 0.3)) {
      for (int step = 1; step <= 5; step++) {
        try (NoGrad _ = NoGrad.open()) {
          weight.fill_(new Scalar(step * 2.0));
        }
        ema.update(step);
        double kept = Math.min(0.3, (1.0 + step) / (10.0 + step)); // 2/11, 3/12, then 0.3
        expected = kept * expected + (1 - kept) * step * 2;
      }
      assertThat((double) Tensors.floats(ema.averages().get("w"))[0])
          .isCloseTo(expected, within(1e-6));
    }
  }
}
