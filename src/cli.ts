import { existsSync } from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';
import './node-floor.ts';

// The build leaves here what V8 made of the program (src/keep-compiled.mjs), a fifth of a start. Where it is missing, or
// made by another Node or for another user, V8 compiles as ever.
const compiled = join(import.meta.dirname, 'compiled');
if (existsSync(compiled)) module.enableCompileCache(compiled);

// Only now: on a Node that is too old, what a command needs could not even be read.
const { runCommand } = await import('./commands/commands.ts');
process.exitCode = await runCommand(process.argv.slice(2), process.env);
