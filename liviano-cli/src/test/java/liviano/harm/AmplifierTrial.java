package liviano.harm;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import liviano.LivianoException;
import liviano.harm.Amplifiers.Amplifier;

/** Reads the files of {@link Amplifiers}, in a JVM of its own with little memory. */
final class AmplifierTrial {
  private AmplifierTrial() {}

  /** The folder in which each file lies in a folder that is called as the file's number. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    int number = 0;
    for (Amplifier amplifier : Amplifiers.all()) {
      Path folder = Path.of(arguments[0], String.valueOf(number++));
      String answer;
      try {
        amplifier.reading().read(folder);
        answer = "read";
      } catch (LivianoException e) {
        answer = "refused " + e.getMessage();
      } catch (Throwable e) { // an error of the JVM is what is looked for
        answer = "failed " + e;
      }
      out.println(String.format(Locale.ROOT, "%s: %s", amplifier.name(), answer));
    }
  }
}
