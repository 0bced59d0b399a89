/**
 * The laboratory: each argument of <em>MobileNetV2</em> (Sandler et al., CVPR 2018,
 * arXiv:1801.04381) as a small experiment. It only computes numbers; the caller prints and draws
 * them.
 */
package liviano.paper.experiments;
