/** `T` with everything optional, all the way down; a list, or a mapping of any keys, is given whole. */
export type DeepPartial<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? string extends keyof T
      ? T
      : { readonly [Key in keyof T]?: DeepPartial<T[Key]> | undefined }
    : T;
