/**
 * The laboratory: each argument of <em>MobileNetV2</em> (Sandler et al., CVPR 2018,
 * arXiv:1801.04381) as an experiment small enough to hold in one's head. Numbers only: whoever runs
 * an experiment prints and draws it.
 */
package liviano.vision.lab;
