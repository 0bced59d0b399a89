package liviano.server.models;

/** Why a load failed, for those who wait for it. */
final class FailedLoad extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient Failure failure;

  FailedLoad(Failure failure) {
    this.failure = failure;
  }

  Failure failure() {
    return failure;
  }
}
