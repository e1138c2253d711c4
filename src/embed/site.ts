import type { Config } from '../config/config.ts';
import { isPublisherOrigin } from '../http/cors.ts';

/** The origin of the publisher's front page, which is public anyway, if the box may stand there. */
export function homeOrigin(config: Config): string | undefined {
  const { origin } = new URL(config.publisher.homeUrl);
  return isPublisherOrigin(config, origin) ? origin : undefined;
}
