import { mdiMessageTextLockOutline } from '@mdi/js'
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/codes',
    component: () => import('./CodesPage.vue'),
    meta: {
      rail: { icon: mdiMessageTextLockOutline, titleKey: 'codes.rail', order: 45 },
      roles: ['receptionist', 'manager']
    }
  }
]
