/** What the tasks answer, as JSON: the same members wherever answers are written. */
package liviano.vision.json;
