/**
 * PyTorch's files of state dicts ({@code .pth}, {@code .pt}). A pickle is a program: {@link
 * liviano.formats.pytorch.StateDictUnpickler} runs only those instructions of it that build
 * numbers, texts, lists, dictionaries and tensors.
 */
package liviano.formats.pytorch;
