package liviano.cli.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import liviano.formats.store.Digest;
import liviano.formats.store.Published;
import liviano.formats.store.Source;
import org.junit.jupiter.api.Test;

class ByHandTest {
  private static final MirrorNames NAMES = new MirrorNames(Set.of("model.json", "w.safetensors"));

  private static String what(Source... sources) {
    Published model = Fakes.published(List.of(sources));
    return new ByHand(model, NAMES, "--model").what();
  }

  private static Source file(String address) {
    return new Source.WebFile(URI.create(address), Digest.UNSTATED, Optional.empty());
  }

  @Test
  void namesTheFileItsAddressAndTheCommand() {
    assertThat(what(file("https://models.example/v2/net-1234.pth")))
        .isEqualTo(
            "bring net-1234.pth (https://models.example/v2/net-1234.pth) to a FOLDER and run"
                + " 'LIVIANO_MIRROR=FOLDER liviano models pull tiny', or give --model FILE");
  }

  @Test
  void saysWhereFilesBelongThatHaveACommonName() {
    assertThat(what(file("https://models.example/net/w.safetensors")))
        .startsWith(
            "bring w.safetensors in FOLDER/models.example/net/"
                + " (https://models.example/net/w.safetensors) to a FOLDER");
    assertThat(
            what(
                new Source.WebFolder(
                    URI.create("https://models.example/net@1/"),
                    Map.of("model.json", Digest.UNSTATED, "shard1of1", Digest.UNSTATED))))
        .startsWith(
            "bring model.json, shard1of1 in FOLDER/models.example/net@1/"
                + " (https://models.example/net@1/) to a FOLDER");
  }

  @Test
  void namesTheTarballAndHowToGetIt() {
    assertThat(
            what(
                new Source.NpmPackage(
                    "@maker/net", "1.2.3", Digest.UNSTATED, Map.of("package/a", Digest.UNSTATED)),
                file("https://models.example/n.pth")))
        .startsWith(
            "bring maker-net-1.2.3.tgz ('npm pack @maker/net@1.2.3'), or n.pth"
                + " (https://models.example/n.pth) to a FOLDER");
  }

  @Test
  void saysWhatWasTriedAndWhyItFailed() {
    Source one = file("https://models.example/a/n.pth");
    Source two = file("https://other.example/n.pth");
    Published model = Fakes.published(List.of(one));
    assertThat(
            new ByHand(model, NAMES, "--model")
                .after(
                    List.of(
                        new ByHand.Failure(one, new IOException("n.pth: no connection")),
                        new ByHand.Failure(two, new IOException("n.pth: HTTP status 500")),
                        new ByHand.Failure(two, new IOException("n.pth: no connection")))))
        .message()
        .startsWith(
            "cannot fetch tiny (tried https://models.example/a/n.pth, https://other.example/n.pth:"
                + " no connection; https://other.example/n.pth: HTTP status 500): bring n.pth");
  }
}
