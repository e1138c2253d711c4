import { defineConfig } from 'drizzle-kit';

/** Migrations of one engine: `npx drizzle-kit generate --name …`, with ENGINE=postgres for the other one. */
const engine = process.env['ENGINE'] === 'postgres' ? 'postgres' : 'sqlite';

export default defineConfig({
  dialect: engine === 'postgres' ? 'postgresql' : 'sqlite',
  schema: `./src/store/${engine}/*schema.ts`,
  out: `./migrations/${engine}`,
});
