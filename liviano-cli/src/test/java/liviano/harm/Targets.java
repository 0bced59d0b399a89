package liviano.harm;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import liviano.cli.install.SmallTarball;
import liviano.formats.ModelFiles;
import liviano.formats.SmallModel;
import liviano.formats.SmallModels;

/** Every reader of files from outside, by the kinds of its files. */
final class Targets {
  private Targets() {}

  static List<Target> all() throws IOException {
    List<Target> all = new ArrayList<>();
    for (SmallModel model : SmallModels.all()) {
      all.add(Target.of(model.name(), model.files(), reading(model)));
      if (model.files().get(model.main())[0] == 'P') {
        all.add(inside(model));
      }
    }
    all.addAll(OurGraph.all());
    all.addAll(PictureTargets.all());
    all.addAll(DataSetTargets.all());
    all.add(
        new Target(
            "tar.gz",
            Map.of("model.tar", SmallTarball.tar()),
            parts -> Map.of("model.tgz", gzip(parts.get("model.tar"))),
            Target.ofFile("model.tgz", SmallTarball::unpack),
            IOException.class)); // what is downloaded fails like the network
    return List.copyOf(all);
  }

  private static Target.Reading reading(SmallModel model) {
    return folder -> Optional.of(ModelFiles.read(folder.resolve(model.main())));
  }

  /** The files in a ZIP archive, each of which is damaged before they are packed. */
  private static Target inside(SmallModel model) throws IOException {
    byte[] archive = model.files().get(model.main());
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry; (entry = in.getNextEntry()) != null; ) {
        entries.put(entry.getName(), in.readAllBytes());
      }
    }
    return new Target(
        model.name() + ", inside",
        entries,
        parts -> Map.of(model.main(), zip(entries.keySet(), parts)),
        reading(model));
  }

  private static byte[] zip(Iterable<String> order, Map<String, byte[]> entries)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (String name : order) {
        byte[] content = entries.get(name);
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        out.putNextEntry(entry);
        out.write(content);
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }
}
