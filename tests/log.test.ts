import { describe, expect, it } from 'vitest';
import { AppError } from '../src/errors.ts';
import { createLog, errorName, errorWhere } from '../src/log.ts';

const written = (fields: Record<string, unknown>, event = 'something') => {
  const lines: string[] = [];
  createLog('info', (line) => lines.push(line)).info(event, fields);
  return lines.join('');
};

describe('a log line', () => {
  it('carries what fits its grammar', () => {
    const line = JSON.parse(
      written({ route: 'POST /v1/checkout', status: 201, pledgeId: 'plg_06h163a5ynzrqbrmnyc58nx00r' }),
    ) as Record<string, unknown>;
    expect(line).toMatchObject({
      level: 'info',
      event: 'something',
      route: 'POST /v1/checkout',
      status: 201,
      pledgeId: 'plg_06h163a5ynzrqbrmnyc58nx00r',
    });
  });

  it.each([
    { email: 'canary@example.org' },
    { pledgeId: 'canary@example.org' },
    { route: 'GET /give?email=canary@example.org' },
    { error: 'rejected: canary <canary@example.org>' },
    { reason: 'canary said no' },
    { count: '203.0.113.77 canary' },
    { job: '203.0.113.77 canary' },
    { where: 'canary@example.org:1' },
    { status: { canary: 1 } },
  ])('loses %j instead of leaking it', (fields) => {
    expect(written(fields)).not.toContain('canary');
    expect(written(fields)).not.toContain('203.0.113');
  });

  it('has no free text for its name either', () => {
    expect(written({}, 'mail to canary@example.org failed')).not.toContain('canary');
  });
});

describe('what is said of an error', () => {
  it('is its class and code, never its message', () => {
    const error = Object.assign(new TypeError('cannot mail canary@example.org'), {
      code: 'EENVELOPE',
      statusCode: 550,
    });
    expect(errorName(error)).toBe('TypeError:EENVELOPE:550');
    expect(errorName(new AppError(422, 'mailbox_unsafe', 'words'))).toBe('mailbox_unsafe');
    expect(errorName('canary')).toBe('unknown');
  });

  it('is where in our code it happened', () => {
    expect(errorWhere(new Error('canary'))).toMatch(/^tests\/log\.test\.ts:\d+/);
    expect(errorWhere('canary')).toBe('unknown:0');
  });
});
