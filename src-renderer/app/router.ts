import type { Role } from '@contract/values'
import { createRouter, createWebHashHistory, type RouteRecordRaw } from 'vue-router'

declare module 'vue-router' {
  interface RouteMeta {
    /** Its place in the rail; `icon` is an SVG path of @mdi/js, `badge` names a count shown on it, `keys` go there. */
    rail?: {
      icon: string
      titleKey: string
      order: number
      badge?: 'waiting' | 'unread' | 'tasks' | 'gaps'
      keys?: string
    }
    /** Its name where it stands in the list of commands only. */
    titleKey?: string
    /** Work on many patients: its link stands above the list of patients. */
    patientTool?: { titleKey: string; order: number }
    /** Roles that see the page; none: everybody. */
    roles?: readonly Role[]
    /** Whether the page uses the whole width: no side panel. */
    isWide?: boolean
  }
}

const modules = import.meta.glob<readonly RouteRecordRaw[]>('../features/*/*.routes.ts', {
  eager: true,
  import: 'routes'
})

/** Every page of every feature. */
export const pages: readonly RouteRecordRaw[] = Object.values(modules).flat()

const START_PAGES = {
  receptionist: '/today',
  clinician: '/my-day',
  manager: '/reports'
} as const satisfies Record<Role, string>

/** Role decides where the day starts: the desk on Today, a clinician with the own patients, a manager with the reports. */
export function startPage(role: Role | undefined): string {
  const wished = START_PAGES[role ?? 'receptionist']
  return pages.find((page) => page.path === wished)?.path ?? pages[0]?.path ?? '/settings'
}

export const router = createRouter({
  history: createWebHashHistory(),
  routes: [...pages]
})
