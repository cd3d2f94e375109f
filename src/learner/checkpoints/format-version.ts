/** Of the directory layout and of the manifest. It grows when an older reader would read something wrong. */
export const FORMAT_VERSION = 1;
