/** What all tasks need for their answers: labels and probabilities. */
package liviano.vision.answer;
