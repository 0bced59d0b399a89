package liviano.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import liviano.LivianoException;

/**
 * Describes failures: what happened. For a failure of the file system the description lacks the
 * file's name, which the caller adds; the libraries' own exceptions name their file themselves.
 */
public final class Failures {
  private Failures() {}

  /** One sentence without a full stop; an unexpected failure is called an internal error. */
  public static String describe(Throwable failure) {
    return switch (failure) {
      case NoSuchFileException e when e.getFile() != null ->
          MissingFile.describe(Path.of(e.getFile()));
      case NoSuchFileException _ -> "no such file";
      case AccessDeniedException _ -> "permission denied";
      case FileSystemException e when e.getReason() != null -> e.getReason();
      case FileSystemException _ -> "cannot be read";
      case FileNotFoundException e -> messageOf(e, "no such file");
      case UncheckedIOException e -> describe(e.getCause());
      case InvalidPathException e -> "not a file name on this system: " + e.getReason();
      case IOException e -> messageOf(e, e.getClass().getSimpleName());
      case CommandException e -> e.getMessage();
      case UsageException e -> e.getMessage();
      case LivianoException e -> e.getMessage();
      case IllegalStateException e when e.getCause() instanceof OutOfMemoryError -> e.getMessage();
      case IllegalArgumentException e when isSetting(e) -> e.getMessage();
      case InternalError e when messageOf(e, "").contains("unsafe memory access") ->
          "a file became shorter while it was read: a model's file must stay as it is";
      case OutOfMemoryError _ ->
          "not enough memory; give the JVM more, e.g. JAVA_TOOL_OPTIONS=-Xmx4g";
      default -> "internal error: " + failure + " (--debug shows the stack trace)";
    };
  }

  /** Of a system property of ours, which its message names. */
  private static boolean isSetting(IllegalArgumentException e) {
    return messageOf(e, "").startsWith("-Dliviano.");
  }

  /** The file a failure is about; empty if it is about none, or its message names it. */
  static String fileOf(Throwable failure) {
    return failure instanceof FileSystemException e && e.getFile() != null ? e.getFile() : "";
  }

  private static String messageOf(Throwable failure, String otherwise) {
    String message = failure.getMessage();
    return message == null || message.isBlank() ? otherwise : message;
  }
}
