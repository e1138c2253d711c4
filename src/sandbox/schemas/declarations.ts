/** A type expression, as far as the SDK's generated declarations use them. */
export type TypeNode =
  | { kind: 'name'; path: string[]; args: TypeNode[] }
  | { kind: 'literal'; value: string | number | boolean | null }
  | { kind: 'array'; item: TypeNode }
  | { kind: 'union'; types: TypeNode[] }
  | { kind: 'intersection'; types: TypeNode[] }
  | { kind: 'object'; members: Member[]; index: TypeNode | undefined };

export type Member = { name: string; optional: boolean; type: TypeNode };
export type Method = { name: string; params: { name: string; type: TypeNode }[]; returns: TypeNode };

/** Everything a file or a namespace declares under one name. */
export type Scope = {
  types: Map<string, TypeDeclaration>;
  namespaces: Map<string, Scope>;
  classes: Map<string, Method[]>;
  parent: Scope | undefined;
};

export type TypeDeclaration = {
  generics: string[];
  bases: TypeNode[];
  body: TypeNode;
  scope: Scope;
};

export type DeclarationFile = {
  scope: Scope;
  /** Local name to the module it comes from and the name it has there. */
  imports: Map<string, { from: string; name: string }>;
};
