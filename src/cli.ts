import './node-floor.ts';
import { runCommand } from './commands/commands.ts';

process.exitCode = await runCommand(process.argv.slice(2), process.env);
