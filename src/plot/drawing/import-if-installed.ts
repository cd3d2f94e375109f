/** Does an import of optional packages. @returns null where one of them is not installed */
export async function importIfInstalled<Modules>(load: () => Promise<Modules>): Promise<Modules | null> {
  try {
    return await load();
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
    if (!isMissing) throw error;
    return null;
  }
}
