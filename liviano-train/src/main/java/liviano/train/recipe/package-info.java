/** How networks are trained, as records that a reader can hold beside the papers. */
package liviano.train.recipe;
