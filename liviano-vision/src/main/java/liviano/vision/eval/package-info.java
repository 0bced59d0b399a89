/** How good a model is: labelled data sets and the measures of the field. */
package liviano.vision.eval;
