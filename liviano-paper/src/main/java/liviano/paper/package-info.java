/**
 * The paper for its students: published figures, tables, figures and experiments, and the verbs
 * that show them. Whoever classifies a picture does not load it.
 */
package liviano.paper;
