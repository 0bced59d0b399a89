package liviano.harm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import liviano.formats.importer.LabelFiles;
import liviano.formats.npy.NpyArrays;
import liviano.vision.eval.CocoDataSet;
import liviano.vision.eval.CocoResults;
import liviano.vision.eval.LabelsCsv;
import liviano.vision.eval.VocList;

/** Arrays, labels, and the lists of data sets. */
final class DataSetTargets {
  private DataSetTargets() {}

  static List<Target> all() {
    return List.of(
        Target.of("npy", "a.npy", npy(), NpyArrays::read),
        Target.of("labels", "labels.txt", utf8("cat\ndog\n\u00e1rbol\n"), LabelFiles::read),
        Target.of(
            "labels in JSON",
            "labels.json",
            utf8("{\"0\": [\"n01\", \"cat\"], \"1\": [\"n02\", \"dog\"]}"),
            LabelFiles::read),
        Target.of(
            "COCO data set", "instances.json", coco(), file -> CocoDataSet.read(file, _ -> {})),
        Target.of(
            "COCO results",
            "results.json",
            utf8(
                """
                [{"image_id": 7, "category_id": 3, "bbox": [1.5, 2, 30, 4e1], "score": 0.75},
                 {"image_id": 7, "category_id": 5, "bbox": [0, 0, 1, 1], "score": 1}]
                """),
            CocoResults::read),
        Target.of(
            "labels by pictures",
            "labels.csv",
            utf8("file,class_0_to_1\na.jpg,1\n\"b, c.jpg\",0\n"),
            csv -> LabelsCsv.read(csv, 2)),
        Target.of("VOC list", Map.of("val.txt", utf8("a\nb\n")), vocList()));
  }

  /** The list names pictures and masks that need not be there. */
  private static Target.Reading vocList() {
    return folder -> {
      VocList.read(folder, folder.resolve("val.txt"));
      return Optional.empty();
    };
  }

  private static byte[] npy() {
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";
    StringBuilder file = new StringBuilder("\u0093NUMPY\1\0");
    file.append((char) (header.length() + 1)).append('\0').append(header).append('\n');
    file.append("\0\0\u0080?".repeat(6));
    return file.toString().getBytes(ISO_8859_1);
  }

  private static byte[] coco() {
    return utf8(
        """
        {"info": {"year": 2017},
         "images": [{"id": 7, "file_name": "a.jpg", "width": 64, "height": 48}],
         "categories": [{"id": 3, "name": "cat"}, {"id": 5, "name": "dog"}],
         "annotations": [
          {"id": 1, "image_id": 7, "category_id": 3, "bbox": [1, 2, 30.5, 40], "area": 900.5,
           "iscrowd": 0, "segmentation": [[1, 2, 31, 2, 31, 42]]},
          {"id": 2, "image_id": 7, "category_id": 5, "bbox": [0, 0, 9, 9], "area": 81,
           "iscrowd": 1, "segmentation": {"counts": [0, 81], "size": [9, 9]}}]}
        """);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }
}
