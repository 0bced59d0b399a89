package liviano.cli.output;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import liviano.files.Unfinished;

/**
 * The command's three streams. Results go to standard output, everything else to standard error.
 * There may be a status line on an error terminal; any other output removes it first. Methods that
 * write to standard output throw {@link OutputClosedException} when it takes no more; a lost
 * standard error is ignored.
 */
public final class Console {
  private final InputStream input;
  private final OutputStream output;
  private final OutputStream error;
  private final Terminal terminal;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<Thread> ownEnd = Optional.empty();
  private int statusWidth;
  private volatile boolean ended;

  /**
   * @param output should not be buffered: this class does it
   */
  public Console(InputStream input, OutputStream output, OutputStream error, Terminal terminal) {
    this.input = input;
    this.output = new BufferedOutputStream(output, 1 << 14);
    this.error = error;
    this.terminal = terminal;
  }

  /**
   * The process's own streams. An interrupt (Ctrl-C) leaves the terminal tidy and nothing half done
   * behind.
   */
  public static Console ofProcess() {
    Console console =
        new Console(
            System.in,
            new FileOutputStream(FileDescriptor.out),
            new FileOutputStream(FileDescriptor.err),
            Terminal.ofProcess(System.getenv()));
    Thread end = new Thread(console::end);
    console.ownEnd = Optional.of(end);
    Runtime.getRuntime().addShutdownHook(end);
    return console;
  }

  /**
   * Leaves the end of the process to a hook of the caller's, who writes while it ends and calls
   * {@link #end} at last. Hooks run side by side, so this console's own would silence it.
   */
  public void leaveEndTo(Thread hook) {
    Runtime.getRuntime().addShutdownHook(hook);
    ownEnd.ifPresent(Runtime.getRuntime()::removeShutdownHook);
  }

  /** Takes back {@link #leaveEndTo}. */
  public void takeEndFrom(Thread hook) {
    ownEnd.ifPresent(Runtime.getRuntime()::addShutdownHook);
    Runtime.getRuntime().removeShutdownHook(hook);
  }

  /** Leaves the terminal tidy and nothing half done behind; nothing more is written. */
  public void end() {
    tidy();
    Unfinished.discardAll();
  }

  /** What the streams are connected to. */
  public Terminal terminal() {
    return terminal;
  }

  /** Standard input: bytes, not text. */
  public InputStream input() {
    return input;
  }

  /** Writes one line for people. */
  public void line(String text) {
    write(text + System.lineSeparator(), terminal.charset());
  }

  /** Writes lines for people that bear their own ends. */
  public void text(String lines) {
    write(lines, terminal.charset());
  }

  /** Writes part of a JSON document: UTF-8 wherever it goes. */
  public void json(String text) {
    write(text, StandardCharsets.UTF_8);
  }

  /** Writes a JSON document in one line, and hands it on at once: its reader may wait for it. */
  public void jsonLine(String text) {
    lock.lock();
    try {
      write(text + "\n", StandardCharsets.UTF_8);
      if (!ended) {
        output.flush();
      }
    } catch (IOException e) {
      throw new OutputClosedException(e);
    } finally {
      lock.unlock();
    }
  }

  /** Writes one line to standard error: {@code liviano: message}. */
  public void error(String message) {
    String label = styled("liviano:", Style.ERROR, terminal.errorColour());
    writeError(label + " " + Text.oneLine(message) + System.lineSeparator());
  }

  /** Writes one line to standard error that is no failure: {@code liviano: message}. */
  public void notice(String message) {
    String label = styled("liviano:", Style.FAINT, terminal.errorColour());
    writeError(label + " " + Text.oneLine(message) + System.lineSeparator());
  }

  /** Writes a stack trace to standard error. */
  public void trace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    writeError(text.toString());
  }

  /** Shows a line that the next write takes away; nothing where standard error is no terminal. */
  public void status(String text) {
    if (!terminal.error()) {
      return;
    }
    lock.lock();
    try {
      if (ended) {
        return;
      }
      clearStatus();
      String line = Text.fit(Text.oneLine(text), terminal.columns() - 1);
      statusWidth = Text.width(line);
      writeQuietly(line);
    } finally {
      lock.unlock();
    }
  }

  /** Hands standard output on what is buffered. */
  public void flush() {
    lock.lock();
    try {
      if (ended) {
        return;
      }
      clearStatus();
      output.flush();
    } catch (IOException e) {
      throw new OutputClosedException(e);
    } finally {
      lock.unlock();
    }
  }

  /** The text in a style where standard output shows colours, else as it is. */
  public String styled(String text, Style style) {
    return styled(text, style, terminal.colour());
  }

  /** Standard output for libraries that want a writer. */
  public PrintWriter writer() {
    return new PrintWriter(new Passage(text -> write(text, terminal.charset())));
  }

  /** Standard error for libraries that want a writer. */
  public PrintWriter errorWriter() {
    return new PrintWriter(new Passage(this::writeError));
  }

  private static String styled(String text, Style style, boolean colour) {
    return colour ? style.on() + text + Style.OFF : text;
  }

  private void write(String text, Charset charset) {
    lock.lock();
    try {
      if (ended) {
        return;
      }
      if (terminal.output()) {
        clearStatus();
      }
      output.write(text.getBytes(charset));
      if (terminal.output()) {
        output.flush();
      }
    } catch (IOException e) {
      throw new OutputClosedException(e);
    } finally {
      lock.unlock();
    }
  }

  private void writeError(String text) {
    lock.lock();
    try {
      if (ended) {
        return;
      }
      clearStatus();
      writeQuietly(text);
    } finally {
      lock.unlock();
    }
  }

  /** Blanks, not escape sequences: every terminal knows them. */
  private void clearStatus() {
    if (statusWidth > 0) {
      writeQuietly("\r" + " ".repeat(statusWidth) + "\r");
      statusWidth = 0;
    }
  }

  private void writeQuietly(String text) {
    try {
      error.write(text.getBytes(terminal.charset()));
      error.flush();
    } catch (IOException e) {
      // There is no stream left to report it to.
    }
  }

  /**
   * The last that is written. Other threads still run after an interrupt, and fail since they may
   * finish nothing more: nobody wants to read that, nor the end of a document that lacks its
   * middle. Never waits: a thread stuck in a write to a full pipe must not hold up Ctrl-C.
   */
  void tidy() {
    if (lock.tryLock()) {
      try {
        clearStatus();
        output.flush();
      } catch (IOException e) {
        // The results' reader is gone, which was said when it mattered.
      } finally {
        ended = true;
        lock.unlock();
      }
    }
    ended = true;
  }

  /** How a piece of text stands out. */
  public enum Style {
    /** Headings and names. */
    STRONG("\033[1m"),
    /** What matters less. */
    FAINT("\033[2m"),
    /** Success and scores. */
    GOOD("\033[32m"),
    /** Something to look at. */
    WARNING("\033[33m"),
    /** Failures. */
    ERROR("\033[31m");

    private static final String OFF = "\033[0m";
    private final String on;

    Style(String on) {
      this.on = on;
    }

    private String on() {
      return on;
    }
  }

  private interface Destination {
    void write(String text);
  }

  /** Unlike most writers under a {@link PrintWriter}, passes failures on, as unchecked ones. */
  private static final class Passage extends Writer {
    private final Destination destination;

    Passage(Destination destination) {
      this.destination = destination;
    }

    @Override
    public void write(char[] buffer, int offset, int length) {
      destination.write(new String(buffer, offset, length));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
