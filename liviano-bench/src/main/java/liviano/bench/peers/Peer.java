package liviano.bench.peers;

/** An engine with a network loaded. */
interface Peer extends AutoCloseable {

  /** Of the engine, as it tells it itself. */
  String version();

  /**
   * A place to run inferences one after the other; lanes may run at the same time. As many are
   * asked for as {@link Setup} said.
   */
  Lane lane();

  @Override
  void close();
}
