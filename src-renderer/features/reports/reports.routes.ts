import { mdiChartBar } from '@mdi/js'
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/reports',
    component: () => import('./ReportsPage.vue'),
    meta: {
      roles: ['manager'],
      rail: { icon: mdiChartBar, titleKey: 'reports.title', order: 70, keys: 'shift+r' }
    }
  },
  {
    path: '/reports/access',
    component: () => import('./access/AccessWatchPage.vue'),
    meta: { roles: ['manager'], titleKey: 'rights.watch.title' }
  }
]
