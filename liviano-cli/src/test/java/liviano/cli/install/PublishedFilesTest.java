package liviano.cli.install;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import liviano.cli.output.Console;
import liviano.cli.output.Terminal;
import liviano.formats.ModelFiles;
import liviano.formats.store.Catalogue;
import liviano.formats.store.ModelStore;
import liviano.formats.store.Published;
import liviano.model.Model;
import liviano.model.VisionTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recorded digests are those of the real files, and what they make is the detector. */
@Tag("shared")
class PublishedFilesTest {
  @TempDir private Path folder;

  @Test
  void theRealFilesBecomeTheDefaultDetector() throws Exception {
    Path real =
        Path.of(System.getProperty("liviano.shared"), "models/coco/ssdlite_mobilenet_v2_tfjs");
    assumeTrue(Files.isDirectory(real), "needs the SSDLite model in " + real);
    Fetcher copying =
        (download, file, _) -> {
          Files.copy(real.resolve(download.fileName()), file);
          return new Fetcher.Received(false, Optional.empty());
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Installer installer =
        new Installer(
            new ModelStore(folder),
            new Console(
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                err,
                Terminal.none(UTF_8)),
            false,
            () -> Fakes.sources(Fakes.untouched(), copying, ""),
            ModelFiles::read);

    Published published = Catalogue.builtIn().find("ssdlite_mobilenet_v2_coco").orElseThrow();
    Model model = Model.load(installer.require(published));

    assertThat(model.card().task()).isEqualTo(VisionTask.DETECTION);
    assertThat(model.card().licence()).isEqualTo(published.licence());
    assertThat(model.recipe().orElseThrow().architecture()).isEqualTo("ssdlite_mobilenet_v2");
    assertThat(err.toString(UTF_8)).contains("17.7 MiB from https://").doesNotContain("wrong");
  }
}
