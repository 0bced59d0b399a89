package liviano.train.parallel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import liviano.train.torch.NoGrad;
import liviano.train.torch.Tensors;
import liviano.train.torch.Torch;
import liviano.train.torch.TorchException;
import liviano.train.torch.TorchScope;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.BackendOptional;
import org.bytedeco.pytorch.GlooDeviceVector;
import org.bytedeco.pytorch.ProcessGroup;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.TCPStore;
import org.bytedeco.pytorch.TCPStoreOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.Work;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.gloo.Device;

/**
 * The workers of one training as each of them sees it. All must call the same methods in the same
 * order; each returns when all have called it, and throws where one is gone or does not come in
 * time. For one thread.
 */
public final class WorkerGroup implements AutoCloseable {
  private static final int BUFFER = 25 << 20; // bytes that travel at a time, as PyTorch has it

  private final WorkerPlace place;
  private final ProcessGroupGloo gloo;
  private final ProcessGroup group;

  /**
   * All that holds Gloo's threads or the store's, in the order in which it was made. To be freed in
   * the opposite order: to close the store frees it though Gloo counts on it, and Gloo, which the
   * garbage collector would free later, then writes to memory that is no longer the store's.
   */
  private final List<Pointer> parts;

  private WorkerGroup(
      WorkerPlace place, ProcessGroupGloo gloo, ProcessGroup group, List<Pointer> parts) {
    this.place = place;
    this.gloo = gloo;
    this.group = group;
    this.parts = parts;
  }

  /**
   * Waits until all workers are there. Worker 0 opens the port.
   *
   * @throws TorchException if they do not come in time, or the port cannot be had
   */
  public static WorkerGroup join(WorkerPlace place) {
    Torch.load();
    Loader.load(org.bytedeco.pytorch.presets.torch_gloo.class);
    return spoken(place, "the workers do not meet", () -> met(place));
  }

  private static WorkerGroup met(WorkerPlace place) {
    try (TCPStoreOptions options = new TCPStoreOptions()) {
      options
          .port((short) place.port())
          .isServer(place.isFirst())
          .waitWorkers(true)
          .timeout(millis(place));
      options.numWorkers(new SizeTPointer(1).put(place.world()));
      TCPStore store = new TCPStore(place.host(), options);
      ProcessGroupGloo.Options settings = ProcessGroupGloo.Options.create(millis(place));
      Device device = ProcessGroupGloo.createDeviceForHostname(ownAddress(place));
      GlooDeviceVector devices = new GlooDeviceVector(device);
      settings.devices(devices);
      ProcessGroupGloo gloo = new ProcessGroupGloo(store, place.rank(), place.world(), settings);
      // With the store as its first argument the constructor ends the JVM.
      ProcessGroup group = new ProcessGroup(place.rank(), place.world());
      BackendOptional backend = new BackendOptional(gloo);
      group.setBackend(torch.DeviceType.CPU, ProcessGroup.BackendType.GLOO, backend);
      group.setDefaultBackend(ProcessGroup.BackendType.GLOO);
      return new WorkerGroup(
          place, gloo, group, List.of(store, settings, device, devices, gloo, backend, group));
    }
  }

  private static Milliseconds millis(WorkerPlace place) {
    return new Milliseconds(place.timeout().toMillis());
  }

  /** The address by which others reach this host: that from which it reaches worker 0. */
  private static String ownAddress(WorkerPlace place) {
    try {
      InetAddress first = InetAddress.getByName(place.host());
      if (first.isLoopbackAddress()) {
        return first.getHostAddress();
      }
      try (Socket socket = new Socket()) {
        socket.connect(
            new InetSocketAddress(first, place.port()), (int) place.timeout().toMillis());
        return socket.getLocalAddress().getHostAddress();
      }
    } catch (IOException e) {
      throw new TorchException(
          "the host of worker 0, " + place.host() + ", is not reached: " + e.getMessage());
    }
  }

  /** This worker's place. */
  public WorkerPlace place() {
    return place;
  }

  /** For what averages gradients on its own. */
  ProcessGroup processGroup() {
    return group;
  }

  /** Makes the numbers of all workers those of the first. */
  public void broadcast(List<Tensor> tensors) {
    run(
        "the first worker's weights do not arrive",
        () -> torch.broadcast_coalesced(group, vector(tensors), BUFFER, 0));
  }

  /** Makes each number the sum over all workers. */
  public void sum(List<Tensor> tensors) {
    run(
        "the workers' numbers cannot be added up",
        () -> {
          Work work = gloo.allreduce_coalesced(vector(tensors));
          work._wait();
        });
  }

  /** The sums over all workers of numbers that each has, such as its losses. */
  public double[] sum(double... numbers) {
    float[] low = new float[2 * numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      low[2 * i] = (float) numbers[i];
      low[2 * i + 1] = (float) (numbers[i] - low[2 * i]); // what is lost in 32 bits
    }
    try (TorchScope _ = TorchScope.open()) {
      Tensor tensor = Tensors.of(low, low.length);
      sum(List.of(tensor));
      float[] sums = Tensors.floats(tensor);
      double[] all = new double[numbers.length];
      for (int i = 0; i < all.length; i++) {
        all[i] = (double) sums[2 * i] + sums[2 * i + 1];
      }
      return all;
    }
  }

  /** Returns when all workers are here. */
  public void meet() {
    run("the workers do not meet", () -> gloo.barrier()._wait());
  }

  private void run(String what, Runnable talk) {
    try (NoGrad _ = NoGrad.open();
        TorchScope _ = TorchScope.open()) {
      spoken(
          place,
          what,
          () -> {
            talk.run();
            return null;
          });
    }
  }

  private static TensorVector vector(List<Tensor> tensors) {
    return new TensorVector(tensors.toArray(Tensor[]::new));
  }

  private static <T> T spoken(WorkerPlace place, String what, Supplier<T> talk) {
    try {
      return talk.get();
    } catch (TorchException e) {
      throw e;
    } catch (RuntimeException e) {
      throw TorchException.of(
          String.format(Locale.ROOT, "worker %d of %d: %s", place.rank(), place.world(), what), e);
    }
  }

  /** Ends the threads that it has started in libtorch; when this returns, they are gone. */
  @Override
  public void close() {
    parts.reversed().forEach(Pointer::close);
  }
}
