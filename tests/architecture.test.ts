import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SRC = fileURLToPath(new URL('../src', import.meta.url));

/** Rooms of the house, the first that fits counts. A room is a folder or a single file. */
const ROOMS: [name: string, files: RegExp][] = [
  ['contract', /^checkout\/(contract|amount)\.ts$/],
  [
    'leaf',
    /^(money|ids|errors|log|metrics|background|remember|root|loopback|node-floor)\.ts$|^http\/html\.ts$|^ledger\/book-date\.ts$/,
  ],
  [
    'noun',
    /^(pledges\/(pledge|pledge-note)|ledger\/(entry|period|payout|reconciliation)|tasks\/(task|note)|reminders\/reminder|webhooks\/(webhook-event|event-types|change)|stripe\/fact|appeal\/(count|goal|verdict|intervals|fees)|finance\/(actor|api-key|audit-entry|month-delivery|pending-sign-in|rows|scope|staff-member)|assets\/manifest)\.ts$/,
  ],
  ['box', /^box\//],
  ['widget', /^widget\//],
  ['pages', /^pages\//],
  ['publisher', /^publisher\//],
  ['config', /^config\//],
  ['sealed', /^sealed\//],
  ['port', /^store\/((?!open-)[a-z]+-)?store\.ts$/],
  ['sql', /^store\/sql\//],
  ['sqlite', /^store\/sqlite\//],
  ['postgres', /^store\/postgres\//],
  ['sandbox', /^sandbox\//],
  ['stripe', /^stripe\//],
  ['email', /^email\//],
  ['http', /^http\//],
  ['context', /^context\.ts$/],
  ['feature checkout', /^checkout\//],
  ['feature webhooks', /^webhooks\//],
  ['feature reminders', /^reminders\//],
  ['feature finance', /^finance\//],
  ['feature reconcile', /^reconcile\//],
  ['feature operations', /^operations\//],
  ['feature appeal', /^appeal\//],
  ['feature assets', /^assets\//],
  ['feature embed', /^embed\//],
  ['api', /^api\//],
  ['demo', /^demo\//],
  ['assembly', /^(app|server|cli)\.ts$|^store\/(open-store|back-up-as-file)\.ts$|^jobs\/|^commands\//],
];

const FEATURE = [
  'contract',
  'leaf',
  'noun',
  'box',
  'pages',
  'publisher',
  'config',
  'sealed',
  'port',
  'stripe',
  'email',
  'http',
  'context',
];

/** Who may import whom; a room may always import itself. src/README.md has the same table in words. */
const MAY: Record<string, string[]> = {
  contract: [],
  leaf: [],
  noun: ['leaf', 'contract', 'port'],
  box: ['contract'],
  widget: ['contract', 'box'],
  pages: ['contract', 'box', 'leaf'],
  publisher: ['contract', 'leaf'],
  config: ['leaf', 'publisher'],
  sealed: ['leaf', 'config', 'port'],
  port: ['noun'],
  sql: ['port', 'noun', 'leaf', 'contract'],
  sqlite: ['sql', 'port', 'noun', 'leaf', 'contract'],
  postgres: ['sql', 'port', 'noun', 'leaf', 'contract'],
  sandbox: [],
  stripe: ['contract', 'leaf', 'noun', 'config', 'publisher'],
  email: ['leaf', 'config'],
  http: ['contract', 'leaf', 'noun', 'config', 'publisher', 'pages', 'context'],
  context: [
    'leaf',
    'config',
    'sealed',
    'port',
    'stripe',
    'email',
    'assembly',
    'feature webhooks',
    'feature appeal',
    'feature finance',
  ],
  'feature checkout': FEATURE,
  'feature webhooks': FEATURE,
  'feature reminders': FEATURE,
  'feature finance': FEATURE,
  'feature reconcile': FEATURE,
  'feature operations': FEATURE,
  'feature assets': FEATURE,
  'feature appeal': FEATURE,
  // The same form in other people's pages: it shares the checkout's fields, offer and rules.
  'feature embed': [...FEATURE, 'feature checkout'],
  // It describes every feature, so it sees their schemas and columns; nobody but the assembly sees it.
  api: [
    ...FEATURE,
    'feature checkout',
    'feature reminders',
    'feature finance',
    'feature appeal',
    'feature embed',
  ],
  demo: ['*'],
  assembly: ['*'],
};

const files = (readdirSync(SRC, { recursive: true }) as string[]).filter(
  (file) => file.endsWith('.ts') && !file.endsWith('.d.ts'),
);
const roomOf = (file: string) => ROOMS.find(([, pattern]) => pattern.test(file))?.[0];
const source = (file: string) => readFileSync(join(SRC, file), 'utf8');

/** Every import and re-export of a file, static or not. */
function importsOf(file: string): { from: string; typeOnly: boolean }[] {
  const text = source(file).replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const found = [
    ...text.matchAll(
      /(?:import|export)\s+(type\s+)?[^'";]*?from\s+'([^']+)'|import\s+'([^']+)'|import\('([^']+)'\)/g,
    ),
  ];
  return found.map((match) => ({
    from: match[2] ?? match[3] ?? match[4] ?? '',
    typeOnly: match[1] !== undefined,
  }));
}

describe('the house', () => {
  it('has a room for every file', () => {
    expect(files.filter((file) => roomOf(file) === undefined)).toEqual([]);
  });

  it('keeps its import rules', () => {
    const broken: string[] = [];
    for (const file of files) {
      const room = roomOf(file) ?? '';
      const may = MAY[room] ?? [];
      for (const { from, typeOnly } of importsOf(file)) {
        if (!from.startsWith('.')) continue;
        const target = relative(SRC, join(SRC, dirname(file), from));
        const there = roomOf(target) ?? 'outside';
        if (there === room || may.includes('*') || may.includes(there)) {
          if (there === 'sandbox' && room !== 'sandbox' && room !== 'demo')
            broken.push(`${file} → ${target}: only the demo and tests may see the sandbox`);
          if (there === 'context' && room !== 'assembly' && room !== 'demo' && !typeOnly)
            broken.push(`${file} → ${target}: features take the context as a type`);
          continue;
        }
        broken.push(`${file} (${room}) → ${target} (${there})`);
      }
    }
    expect(broken).toEqual([]);
  });

  it('keeps the database inside its adapter, Stripe inside its folder, and the environment inside one file', () => {
    const outside = (pattern: RegExp, allowed: RegExp) =>
      files.filter(
        (file) =>
          !allowed.test(file) &&
          importsOf(file).some(({ from, typeOnly }) => pattern.test(from) && !typeOnly),
      );
    expect(outside(/^better-sqlite3/, /^store\/sqlite\//)).toEqual([]);
    expect(outside(/^pg$/, /^store\/postgres\//)).toEqual([]);
    expect(outside(/^drizzle-orm/, /^store\/(sqlite|postgres|sql)\//)).toEqual([]);
    expect(outside(/^stripe$/, /^(stripe|sandbox)\//)).toEqual([]);
    expect(
      files.filter(
        (file) => /process\.env/.test(source(file)) && !/^(cli\.ts|demo\/|sandbox\/main\.ts)/.test(file),
      ),
    ).toEqual([]);
  });

  it('takes zod by its parts: as one object it brings the words of fifty languages into the bundle', () => {
    const whole = files.filter((file) => /^import (?!type|\* as z )[^;]* from 'zod';/m.test(source(file)));
    expect(whole).toEqual([]);
  });

  it('writes no line around the log, and reads no address of a reader', () => {
    const noisy = files.filter(
      (file) =>
        /\bconsole\.\w+\(|process\.stdout/.test(source(file)) &&
        !/^(cli\.ts|commands\/|demo\/|sandbox\/(main\.ts|schemas\/)|widget\/)/.test(file),
    );
    expect(noisy).toEqual([]);
    const nosy = files.filter(
      (file) =>
        /req\.ip\b|remoteAddress|get\('(user-agent|referer)'\)/i.test(source(file)) &&
        !/^(http\/(rate-limit|country)\.ts|sandbox\/|demo\/)/.test(file),
    );
    expect(nosy).toEqual([]);
  });

  it('opens no transaction that is not immediate', () => {
    const calls = files.flatMap((file) =>
      [...source(file).matchAll(/const (\w+) = writer\.transaction\(/g)].map((match) => ({
        file,
        name: match[1] ?? '',
      })),
    );
    expect(calls.length).toBeGreaterThan(3);
    expect(
      calls.filter(
        ({ file, name }) =>
          !source(file).includes(`${name}.immediate(`) ||
          new RegExp(`(?<![.\\w])${name}\\(`).test(source(file)),
      ),
    ).toEqual([]);
  });
});

describe('routes', () => {
  it('all stand in the declared list: nothing is mounted around it', async () => {
    const { testService } = await import('./_support/service.ts');
    const { allRoutes, createApp } = await import('../src/app.ts');
    const service = await testService();
    try {
      const declared = allRoutes(service.ctx).map((route) => `${route.method} ${route.path}`);
      const app = createApp(service.ctx);
      const stack = (
        app.router as unknown as { stack: { route?: { path: string; methods: Record<string, boolean> } }[] }
      ).stack;
      const mounted = stack.flatMap(({ route }) =>
        route === undefined ? [] : Object.keys(route.methods).map((method) => `${method} ${route.path}`),
      );
      expect(mounted.sort()).toEqual(declared.sort());
      expect(new Set(declared).size).toBe(declared.length);
      expect(declared.length).toBeGreaterThan(15);
      for (const route of allRoutes(service.ctx))
        expect(route.access.kind, route.path).toMatch(
          /^(public|stripe_signature|scope|session|month_link|metrics_token)$/,
        );
    } finally {
      await service.stop();
    }
  });
});
