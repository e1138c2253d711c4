/**
 * What the service asks of Node, which takes it only at its start: the Dockerfile and the README say the same.
 * Left alone, V8 lets its young generation grow to 128 MiB under load and its old one to twice what lives in it, and
 * gives neither back: an export of a million rows as a workbook peaked at 226 MB. With both held short it peaks at 143,
 * and nothing was slower (docs/soak.md, docs/benchmarks.md).
 */
export const NODE_OPTIONS = ['--max-semi-space-size=4', '--heap-growing-percent=20'];
