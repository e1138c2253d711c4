import express from 'express';
import { existsSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { databasePlace } from '../../src/config/database-address.ts';
import { createContext } from '../../src/context.ts';
import { financeGuard } from '../../src/finance/access.ts';
import { createKey } from '../../src/finance/keys.ts';
import { financeRoutes } from '../../src/finance/routes.ts';
import { mountRoutes } from '../../src/http/route.ts';
import { createLog } from '../../src/log.ts';
import { openStore } from '../../src/store/open-store.ts';
import { financeConfig } from '../finance/finance-app.ts';

// The export's process in the benchmark: the real routes over the database whose address is given on the command line. It
// says its port, and its highest memory when asked.
const config = financeConfig();
const place = databasePlace(process.argv[2] ?? '');
if (typeof place === 'string') throw new Error(`The address of the database ${place}.`);
const store = await openStore({ ...config, database: place });
const ctx = createContext(config, { store, log: createLog('silent') });
const wanted = { name: 'bench', scopes: ['ledger:read' as const, 'totals:read' as const], expiresAt: null };
const { secret } = await createKey(ctx, wanted, 'command');
const app = express();
mountRoutes(app, financeRoutes(ctx), financeGuard(ctx));
const server = app.listen(0, '127.0.0.1', () =>
  process.send?.({ port: (server.address() as AddressInfo).port, secret }),
);
process.on('message', () => process.send?.({ peakRssMb: peakRssMb() }));

/** Linux counts the parent's peak into a forked child's rusage; VmHWM starts anew with the program. */
function peakRssMb(): number {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
  const highWater = /^VmHWM:\s+(\d+) kB/m.exec(status)?.[1];
  return (highWater === undefined ? process.resourceUsage().maxRSS : Number(highWater)) / 1024;
}
