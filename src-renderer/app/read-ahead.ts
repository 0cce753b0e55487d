import type { RouteRecordRaw } from 'vue-router'
import { pages } from './router'

/** Everything that is shown once somebody has signed in; its own file, so that the first picture need not wait for it. */
export const readFrame = () => import('./frame/AppFrame.vue')

/** Reads what may be shown next while nothing else is asked of the page, so that no page is waited for later. */
export function readAhead(): void {
  requestIdleCallback(() => void readAll())
}

async function readAll(): Promise<void> {
  await readFrame()
  for (const page of pages) await readPage(page)
}

async function readPage({ component }: RouteRecordRaw): Promise<void> {
  if (isReader(component)) await component()
}

/** Every page is written as `() => import(…)`. */
function isReader(component: unknown): component is () => Promise<unknown> {
  return typeof component === 'function'
}
