import { mdiReceiptTextOutline } from '@mdi/js'
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/fees',
    component: () => import('./FeesPage.vue'),
    meta: {
      roles: ['receptionist', 'manager'],
      rail: { icon: mdiReceiptTextOutline, titleKey: 'fees.rail', order: 75 }
    }
  }
]
