/**
 * The published figures, for comparison with the papers that they come from: the tables of
 * <em>MobileNetV2: Inverted Residuals and Linear Bottlenecks</em> (Sandler, Howard, Zhu, Zhmoginov,
 * Chen; CVPR 2018, arXiv:1801.04381), the released checkpoints, and the history before them. Each
 * row has the published figures of a network and the {@linkplain liviano.paper.published.ZooNetwork
 * recipe} that builds it, so that the network can be counted and compared.
 */
package liviano.paper.published;
