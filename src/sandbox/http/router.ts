import { StripeFault } from './fault.ts';
import type { Handler, Handlers } from './call.ts';

export type Route = { operation: string; handler: Handler; id: string };
export type Router = { find(method: string, path: string): Route };

/** Finds the operation for a verb and a path; a fixed path wins over one with an id. */
export function makeRouter(handlers: Handlers): Router {
  const table = Object.entries(handlers).map(([operation, handler]) => {
    const [verb, template = ''] = operation.split(' ');
    return { operation, handler, verb, parts: template.split('/') };
  });
  return {
    find(method, path) {
      const parts = path.split('/');
      const fitting = table.filter((route) => route.verb === method && fits(route.parts, parts));
      const route = fitting.find((route) => !route.operation.includes('{')) ?? fitting[0];
      if (route === undefined) throw unrecognized(method, path);
      const at = route.parts.findIndex((part) => part.startsWith('{'));
      const id = at < 0 ? '' : decodeURIComponent(parts[at] ?? '');
      return { operation: route.operation, handler: route.handler, id };
    },
  };
}

function fits(template: string[], parts: string[]): boolean {
  return (
    template.length === parts.length &&
    template.every((part, i) => part === parts[i] || (part.startsWith('{') && parts[i] !== ''))
  );
}

function unrecognized(method: string, path: string): StripeFault {
  return new StripeFault(404, {
    type: 'invalid_request_error',
    message: `Unrecognized request URL (${method}: ${path}). If you are trying to list objects, remove the trailing slash. If you are trying to retrieve an object, make sure you passed a valid (non-empty) identifier in your code.`,
  });
}
