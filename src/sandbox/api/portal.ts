import { createPortalSession } from '../billing/portal-sessions.ts';
import type { Handlers } from '../http/call.ts';

export const portalHandlers: Handlers = {
  'POST /v1/billing_portal/sessions': ({ world, params }) => createPortalSession(world, params),
};
