import './node-floor.ts';

// Only now: on a Node that is too old, what a command needs could not even be read.
const { runCommand } = await import('./commands/commands.ts');
process.exitCode = await runCommand(process.argv.slice(2), process.env);
