/** Multinomial logistic regression to its optimum, in numbers alone: no pictures, no models. */
package liviano.vision.teach.regression;
