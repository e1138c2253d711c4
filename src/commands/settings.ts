import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { loadConfig, unknownInSettingsFile, type Config, type ConfigFault } from '../config/config.ts';

/** The environment, completed from `.env` in the working folder; what the environment says wins. */
export function readSettings(
  env: NodeJS.ProcessEnv,
  file = '.env',
): { config: Config } | { faults: ConfigFault[] } {
  if (!existsSync(file)) return loadConfig(env);
  const written = parseEnv(readFileSync(file, 'utf8'));
  const strangers = unknownInSettingsFile(Object.keys(written));
  const loaded = loadConfig({ ...written, ...env });
  const faults = 'faults' in loaded ? loaded.faults : [];
  const named = new Set(faults.map((fault) => fault.setting));
  const all = [...strangers.filter((fault) => !named.has(fault.setting)), ...faults];
  return all.length > 0 ? { faults: all } : loaded;
}

/** One message per fault, with its cure. */
export function faultLines(faults: ConfigFault[]): string[] {
  return [
    faults.length === 1 ? 'One setting is wrong:' : `${faults.length} settings are wrong:`,
    ...faults.map(({ setting, problem, cure }) => `  ${setting} ${problem}.\n    ${cure}`),
  ];
}
