import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { AccountChanged, PORTAL_TYPES } from '../../../src-main/core/portal/wire'
import { IncomingResource } from '../fhir/resource'
import type { Portal, PortalSnapshot } from '../start-portal'

const KeptFile = z.object({
  epoch: z.string(),
  skewMs: z.number(),
  /** The clinic's, by which it is let in again. */
  publicKeys: z.string(),
  resources: z.array(
    z.object({
      type: z.enum(PORTAL_TYPES),
      id: z.string(),
      version: z.int(),
      updated: z.number(),
      body: IncomingResource,
      keys: z.array(z.string())
    })
  ),
  accounts: z.array(z.tuple([z.string(), AccountChanged.omit({ patient: true })]))
})

export interface KeptPortal {
  readonly epoch: string
  readonly skewMs: number
  readonly publicKeys: string
  readonly snapshot: PortalSnapshot
}

/**
 * Takes a portal out of its file, which is gone then: one that does not come to its end, or whose file cannot be read, has
 * lost what it held, begins empty with another epoch, and the desk asks whose word counts, as it does of any portal.
 */
export function takeKept(file: string): KeptPortal | undefined {
  if (!existsSync(file)) return undefined
  const text = readFileSync(file, 'utf8')
  rmSync(file)
  const read = KeptFile.safeParse(asJson(text))
  if (!read.success) return undefined
  const { resources, accounts, ...rest } = read.data
  return { ...rest, snapshot: { resources, desk: { codeRequests: [], registrations: [], accounts } } }
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** Keeps what a portal holds, for this user alone: resources and accounts. Whoever was logged in no longer is. */
export function keep(file: string, portal: Portal, publicKeys: string): void {
  const { resources, desk } = portal.snapshot()
  const own = { epoch: portal.epoch(), skewMs: portal.time.skewMs, publicKeys }
  const kept = { ...own, resources, accounts: desk.accounts }
  writeFileSync(file, JSON.stringify(kept), { mode: 0o600 })
}
