// Imported first by every entry point: a sentence instead of the segmentation fault that
// better-sqlite3 13 (Node-API 10) causes on an older Node.
if (Number(process.versions.napi) < 10) {
  process.stderr.write(
    `Node ${process.versions.node} is too old: this program needs 22.19 or newer. Start it with npm start.\n`,
  );
  process.exit(1);
}
