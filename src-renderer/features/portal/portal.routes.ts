import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: '/portal',
    component: () => import('./PortalPage.vue'),
    meta: {
      roles: ['receptionist', 'manager'],
      patientTool: { titleKey: 'portal.title', order: 25 }
    }
  }
]
