package liviano.bench.peers;

import java.lang.foreign.MemorySegment;
import java.util.List;
import liviano.cli.options.PrecisionOption;
import liviano.engine.CompileOptions;
import liviano.engine.Engine;
import liviano.engine.Program;
import liviano.engine.Session;

/** This project's engine, as a user of the library calls it. */
final class LivianoPeer implements Peer {
  private final Program program;
  private final String version;

  private LivianoPeer(Program program, String version) {
    this.program = program;
    this.version = version;
  }

  static LivianoPeer load(Setup setup) {
    CompileOptions options =
        PrecisionOption.options(setup.precision(), "--precision").toBuilder()
            .threads(setup.threads())
            .build();
    Program program = Engine.compile(setup.model().graph(), setup.model().weights(), options);
    String kernels =
        String.join(
            "+",
            options.providers().stream()
                .map(provider -> provider.name())
                .filter(name -> program.steps().stream().anyMatch(s -> s.provider().equals(name)))
                .toList());
    return new LivianoPeer(program, kernels);
  }

  /** The kernels that serve, which say more about its speed than a number. */
  @Override
  public String version() {
    return version;
  }

  @Override
  public Lane lane() {
    return new SessionLane(program, program.newSession());
  }

  @Override
  public void close() {}

  private record SessionLane(Program program, Session session) implements Lane {
    @Override
    public MemorySegment input() {
      return session.input(program.inputShapes().firstEntry().getKey()).segment();
    }

    @Override
    public void run() {
      session.run();
    }

    @Override
    public List<float[]> outputs() {
      return program.outputShapes().keySet().stream()
          .map(name -> session.output(name).toArray())
          .toList();
    }

    @Override
    public void close() {}
  }
}
