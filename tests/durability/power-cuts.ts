import { temporaryFolder } from '../_support/make.ts';
import { DISK } from '../_support/places.ts';
import { endsAsRecorded, examine, recordService, seeded } from './power-cut.ts';

// npm run power-cuts [images] [seed]: a longer recording and many more cuts than the tests take time for.
const count = Number(process.argv[2] ?? 1_000);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);
const folder = temporaryFolder(DISK);
try {
  const recording = await recordService(folder.path, { logBytes: 40_000_000 });
  const acks = recording.records.filter(({ kind }) => kind === 'ack').length;
  console.log(`recorded ${recording.records.length} steps, ${acks} of them acknowledgements; seed ${seed}`);
  if (!endsAsRecorded(recording))
    throw new Error('the recording does not end with the files that were there');
  const findings = await examine(recording, count, seeded(seed));
  const losing = findings.filter(({ lost }) => lost.length > 0);
  for (const { at, cut, lost, faults } of findings.slice(0, 10))
    console.log(`cut ${cut} behind step ${at}: ${lost.length} lost; ${faults.join('; ')}`);
  console.log(
    `${count} power cuts: ${losing.length} lost what was acknowledged, ${findings.length} with any fault`,
  );
  process.exitCode = findings.length === 0 ? 0 : 1;
} finally {
  folder.remove();
}
