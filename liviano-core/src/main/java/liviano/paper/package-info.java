/**
 * The published figures, to be read beside the papers they come from: the tables of
 * <em>MobileNetV2: Inverted Residuals and Linear Bottlenecks</em> (Sandler, Howard, Zhu, Zhmoginov,
 * Chen; CVPR 2018, arXiv:1801.04381), the released checkpoints, and the history before them. What a
 * row says of a network stands beside the {@linkplain liviano.paper.Setup recipe} that builds it,
 * so that both can be counted and compared.
 */
package liviano.paper;
