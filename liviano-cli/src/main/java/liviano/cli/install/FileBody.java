package liviano.cli.install;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes the body of an answer to a file as it comes. Failures of the disk are {@link
 * java.nio.file.FileSystemException}s.
 */
final class FileBody implements BodySubscriber<Attempt> {
  /** Opens the file where the body's first byte belongs. */
  @FunctionalInterface
  interface Opening {
    /** Opens it. */
    FileChannel open() throws IOException;
  }

  private final Part part;
  private final Opening opening;
  private final long maxBytes;
  private final CompletableFuture<Attempt> end = new CompletableFuture<>();
  private final ReentrantLock lock = new ReentrantLock();
  private Flow.Subscription subscription;
  private FileChannel channel;
  private volatile long bytes;

  /**
   * @param from how many bytes of the file are there already
   * @param maxBytes the most that the file may have
   */
  FileBody(Part part, Opening opening, long from, long maxBytes) {
    this.part = part;
    this.opening = opening;
    this.bytes = from;
    this.maxBytes = maxBytes;
  }

  /** How many bytes of the file are there. */
  long bytes() {
    return bytes;
  }

  @Override
  public CompletionStage<Attempt> getBody() {
    return end;
  }

  @Override
  public void onSubscribe(Flow.Subscription newSubscription) {
    lock.lock();
    try {
      subscription = newSubscription;
      if (end.isDone()) {
        subscription.cancel();
        return;
      }
      channel = opening.open();
      subscription.request(1);
    } catch (IOException e) {
      fail(e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    lock.lock();
    try {
      for (ByteBuffer buffer : buffers) {
        if (end.isDone()) {
          return;
        }
        if (buffer.remaining() > maxBytes - bytes) {
          finish(new Attempt.Refused(String.format(Locale.ROOT, "more than %,d bytes", maxBytes)));
          subscription.cancel();
          return;
        }
        write(buffer);
      }
      subscription.request(1);
    } catch (IOException e) {
      fail(part.failure(e));
    } finally {
      lock.unlock();
    }
  }

  private void write(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      bytes += channel.write(buffer);
    }
  }

  @Override
  public void onError(Throwable failure) {
    lock.lock();
    try {
      close();
      end.completeExceptionally(failure);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onComplete() {
    lock.lock();
    try {
      finish(new Attempt.Whole());
    } finally {
      lock.unlock();
    }
  }

  /** Writes nothing more; when this returns, nobody is at the file. */
  void stop() {
    lock.lock();
    try {
      close();
      end.cancel(false);
      if (subscription != null) {
        subscription.cancel();
      }
    } finally {
      lock.unlock();
    }
  }

  private void fail(IOException failure) {
    close();
    end.completeExceptionally(failure);
    subscription.cancel();
  }

  private void finish(Attempt how) {
    try {
      if (channel != null) {
        channel.close();
      }
      end.complete(how);
    } catch (IOException e) {
      end.completeExceptionally(part.failure(e));
    }
  }

  private void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // Something else went wrong already, and that is told.
    }
  }
}
