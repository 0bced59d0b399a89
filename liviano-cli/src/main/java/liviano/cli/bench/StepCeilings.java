package liviano.cli.bench;

import java.util.OptionalDouble;
import liviano.cli.SideBySide.Rates;
import liviano.engine.Operand;
import liviano.engine.Step;
import liviano.tensor.DType;

/**
 * What the cores of some threads compute at most, by the numbers that a step multiplies.
 *
 * @param core what one core does
 */
record StepCeilings(Rates core, int threads) {

  /** What a step multiplies: of those that read floats, some round them to bfloat16 first. */
  static DType numbers(Step step) {
    DType output = step.output().format();
    return output == DType.BF16
        ? output
        : step.inputs().stream().map(Operand::format).findFirst().orElse(output);
  }

  /** In 10^9 multiply-adds a second; empty where it was not measured. */
  OptionalDouble of(Step step) {
    OptionalDouble rate =
        switch (numbers(step)) {
          case BF16 -> core.bf16();
          case I8, U8 -> core.int8();
          default -> OptionalDouble.of(core.fp32());
        };
    return rate.isPresent() ? OptionalDouble.of(rate.getAsDouble() * threads) : rate;
  }
}
