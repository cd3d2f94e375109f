/** The part of the WebAssembly JavaScript API used here: Node has it, its type package does not declare it. */
declare namespace WebAssembly {
  /** Compiled code. Structured-cloneable: `postMessage` shares it with a thread, machine code included. */
  interface Module {
    readonly [Symbol.toStringTag]: string;
  }
  const Module: new (bytes: Uint8Array) => Module;
  function validate(bytes: Uint8Array): boolean;
  /** Structured-cloneable if it is shared. */
  class Memory {
    constructor(pages: { readonly initial: number; readonly maximum: number; readonly shared: true });
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  class Instance {
    constructor(module: Module, imports: { readonly env?: { readonly memory: Memory } });
    readonly exports: unknown;
  }
}
