// Writes docs/api-examples.json anew from calls of the real service: npm run describe
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../src/root.ts';
import { callEverything } from './exchanges.ts';
import { filledService } from './filled-service.ts';
import { steady } from './steady.ts';

const filled = await filledService();
const text = JSON.stringify(steady(await callEverything(filled), filled), null, 1);
writeFileSync(join(ROOT, 'docs', 'api-examples.json'), `${text}\n`);
await filled.close();
