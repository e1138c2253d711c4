// Writes docs/openapi.json anew: npm run describe
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { ROOT } from '../root.ts';
import { openApiDocument } from './document.ts';

const file = join(ROOT, 'docs', 'openapi.json');
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
writeFileSync(
  file,
  await format(JSON.stringify(openApiDocument(version)), { parser: 'json', printWidth: 110 }),
);
