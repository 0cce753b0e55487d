import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Node-API level of the database driver's binaries. */
const DRIVER_NAPI = 10

export interface RuntimeFacts {
  readonly isPackaged: boolean
  readonly isDevelopmentPackage: boolean
  readonly resourcesPath: string
  readonly napi: number
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** Made by `npm run package` where only the development Electron could be had; such a package brings its own Node. */
export function isDevelopmentPackage(resourcesPath: string): boolean {
  return existsSync(join(resourcesPath, 'DEVELOPMENT-PACKAGE.txt'))
}

/**
 * The Node that runs the core instead of Electron's own; null: Electron's own runs it. A released package never looks
 * at its environment, so that nobody can put another program in the core's place.
 */
export function nodeForCore(facts: RuntimeFacts): string | null {
  if (facts.isPackaged && !facts.isDevelopmentPackage) return null
  const named = facts.environment['SKRANKE_CORE_NODE']
  if (named) return named
  if (!facts.isDevelopmentPackage || facts.napi >= DRIVER_NAPI) return null
  return join(facts.resourcesPath, 'node', process.platform === 'win32' ? 'node.exe' : 'node')
}

/** What the core sees of the environment: a released package's clock is nobody's to move. */
export function environmentForCore(facts: RuntimeFacts): Record<string, string> {
  const isReleased = facts.isPackaged && !facts.isDevelopmentPackage
  const entries = Object.entries(facts.environment).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !(isReleased && entry[0].startsWith('SKRANKE_'))
  )
  return Object.fromEntries(entries)
}

/** Where tests find what would be saved or printed; null: the dialogs ask. */
export function saveFolder(facts: RuntimeFacts): string | null {
  if (facts.isPackaged && !facts.isDevelopmentPackage) return null
  return facts.environment['SKRANKE_SAVE_FOLDER'] ?? null
}

/** The address of the pages while developing with hot reload; null: the built pages. */
export function developmentPages(facts: RuntimeFacts): string | null {
  return facts.isPackaged ? null : (facts.environment['ELECTRON_RENDERER_URL'] ?? null)
}
