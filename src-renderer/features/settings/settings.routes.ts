import { mdiCogOutline } from '@mdi/js'
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/settings',
    component: () => import('./SettingsPage.vue'),
    meta: { isWide: true, rail: { icon: mdiCogOutline, titleKey: 'app.rail.settings', order: 90 } }
  }
]
