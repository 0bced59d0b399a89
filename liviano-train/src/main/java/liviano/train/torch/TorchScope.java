package liviano.train.torch;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * Frees at its end the tensors that the same thread has made since it was opened, but for those
 * that are kept. Without it they would wait for the garbage collector, which does not see how large
 * they are. Scopes nest; one for each step of training.
 */
public final class TorchScope implements AutoCloseable {
  private final PointerScope around;
  private final PointerScope scope;

  private TorchScope() {
    around = PointerScope.getInnerScope();
    scope = new PointerScope();
  }

  /** Opens a scope on this thread. */
  public static TorchScope open() {
    Torch.load();
    return new TorchScope();
  }

  /** Lets this one live on, until it is closed or the garbage collector finds it. */
  public <T extends Pointer> T keep(T pointer) {
    if (pointer.referenceCount() > 0) {
      pointer.retainReference();
      scope.detach(pointer);
    }
    return pointer;
  }

  /** Hands this one, made in this scope, to the scope around it; keeps it where there is none. */
  public <T extends Pointer> T pass(T pointer) {
    if (around == null) {
      return keep(pointer);
    }
    around.attach(pointer);
    scope.detach(pointer);
    return pointer;
  }

  @Override
  public void close() {
    scope.close();
  }
}
