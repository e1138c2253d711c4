import type { World } from '../world/world.ts';

/** An API call whose parameters have been checked. */
export type Call = {
  world: World;
  /** The `{id}` of the path, if it has one. */
  id: string;
  params: Record<string, unknown>;
};

/** Answers with an object or a list; refuses by throwing a StripeFault. */
export type Handler = (call: Call) => object;

/** Handlers by verb and path, as the request schemas name them. */
export type Handlers = Record<string, Handler>;
