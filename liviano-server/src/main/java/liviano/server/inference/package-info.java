/**
 * The Open Inference Protocol, version 2, over HTTP: tensors in, tensors out, as Triton, KServe and
 * OpenVINO Model Server speak it; with the extensions for binary tensors, classification and the
 * model repository.
 */
package liviano.server.inference;
