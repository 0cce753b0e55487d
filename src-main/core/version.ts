import { version } from '../../package.json'

/** The program's version, as in the package. */
export const APP_VERSION: string = version
