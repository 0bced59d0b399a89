/** The paper's figures, drawn from what was published, counted and measured. */
package liviano.paper.figures;
