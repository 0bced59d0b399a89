/** The languages of what the paper's verbs print for people; what programs read is in English. */
package liviano.paper.language;
