/**
 * What the service asks of Node. V8 lets its young generation grow to 128 MiB under load and does not give it back; at 8
 * the resident memory stays flat, a file of a million rows peaks below 135 MB in every format, and nothing was slower
 * (docs/soak.md, docs/benchmarks.md). Node takes it only at its start, so the Dockerfile says the same.
 */
export const NODE_OPTIONS = ['--max-semi-space-size=8'];
